package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.spark.Samples;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line says to those who use it wrongly. */
class MainTest {
  @TempDir Path temp;

  private static Cli.Result told(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.execute(new PrintWriter(out), new PrintWriter(err), args);
    return new Cli.Result(code, out.toString(), err.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "run --fast, jobs/run",
    "run, jobs/run",
    "phantom --fast, jobs/phantom",
    "export --fast, jobs/export",
    "walk, jobs/launch",
    "--fast, jobs/launch"
  })
  void helpIsWhereItIsSaidToBe(String arguments, String script) {
    Cli.Result result = told(arguments.split(" "));
    assertEquals(2, result.code(), result.toString());
    Matcher said = Pattern.compile("(?s)error: [^\n]+\ntry: (\\S+) --help\n").matcher(result.err());
    assertTrue(said.matches(), result.err());
    assertEquals(script, said.group(1));
    assertTrue(Files.isExecutable(Path.of(said.group(1))), script);
  }

  @Test
  void usageNamesAProgramThatThereIs() {
    for (List<String> help :
        List.of(List.of("--help"), List.of("run", "--help"), List.of("export", "--help"))) {
      Cli.Result result = told(help.toArray(String[]::new));
      assertEquals(0, result.code(), result.toString());
      assertTrue(result.out().startsWith("Usage: jobs/launch "), result.out());
    }
    assertTrue(Files.isExecutable(Path.of("jobs/launch")));
  }

  @ParameterizedTest
  @CsvSource({
    "--overwrite, output.overwrite=true",
    "--overwrit, output.overwrite=true",
    "--overwrite=false, output.overwrite=false",
    "--backend, compute.backend=...",
    "--count=90, geometry.views.count=90",
    "--path=x, output.path=x or volume.path=x",
    "--dryrun, --dry-run"
  })
  void anOptionThatIsAKeyIsRecognised(String option, String meant) {
    String error = told("run", "scan.yaml", option).err().lines().findFirst().orElse("");
    assertEquals("error: Unknown option: '" + option + "' (did you mean " + meant + "?)", error);
  }

  @Test
  void noKeyIsMeantWhereThereIsNoDescription() {
    String error =
        told("export", "out", "--to", "x.npy", "--backend=simd")
            .err()
            .lines()
            .findFirst()
            .orElse("");
    assertEquals("error: Unknown option: '--backend=simd'", error);
  }

  @Test
  void allFaultsOfADescriptionAreTold() {
    String file = Samples.description(temp.resolve("scan.yaml"), Samples.CONE);
    Cli.Result result =
        told("run", file, "volume.unit=per-mm", "geometry.detector.rows=x", "compute.split=rowz");
    assertEquals(2, result.code());
    List<String> lines = result.err().lines().toList();
    assertEquals(3, lines.size(), result.err());
    assertEquals(
        List.of(
            "error: argument volume.unit=per-mm: unknown key volume.unit",
            "error: argument geometry.detector.rows=x: geometry.detector.rows is x",
            "error: argument compute.split=rowz: compute.split is rowz"),
        lines.stream().map(line -> line.replaceFirst("( \\(did|: expected).*", "")).toList());
  }

  @Test
  void unitsOnTheCommandLineDropTheMuOfWaterOfTheFile() {
    Samples.volume(temp.resolve("volume.npy"), 3, 3, 3, 1);
    String file =
        Samples.description(
            temp.resolve("scan.yaml"),
            Samples.CONE.replace("units: per-mm", "units: hounsfield\n  mu-water: 0.02"));
    assertEquals(0, told("run", file, "--dry-run").code());
    Cli.Result result = told("run", file, "volume.units=per-cm", "--dry-run");
    assertEquals(0, result.code(), result.err());
  }
}
