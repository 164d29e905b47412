package io.sinotrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line; nothing is measured. */
class BenchTest {
  @TempDir Path folder;

  private record Ended(int code, String out, String err) {}

  private static Ended run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Bench.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Ended(code, out.toString(), err.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "kernel; 'kernel' is no part of the benchmark: expected one of kernels, channels, threads, protocols,",
        "KERNELS; 'KERNELS' is no part",
        "kernels --workloads W1,W5; 'W5' is no workload: expected one of [W1, W1b, W2, W3, W4,",
        "--rounds 0; --rounds 0: expected at least 1",
        "--rounds many; 'many' is not an int",
        "figure --fast; Unknown option: '--fast'",
        "--out; Missing required parameter for option '--out'"
      })
  void unknownWordsAreOneLineAndNothingIsDone(String args, String said) {
    Path untouched = folder.resolve("none");
    List<String> all = new ArrayList<>(List.of("--out", untouched.toString()));
    all.addAll(List.of(args.split(" ", -1)));
    Ended ended = args.equals("--out") ? run(args) : run(all.toArray(String[]::new));
    assertEquals(2, ended.code(), ended.err());
    assertTrue(ended.err().contains(said), ended.err());
    assertTrue(ended.err().startsWith("error: "), ended.err());
    assertEquals(1, ended.err().lines().count(), ended.err());
    assertEquals("", ended.out());
    assertFalse(Files.exists(untouched));
  }

  @Test
  void helpSaysWhatThereIs() {
    Ended ended = run("--help");
    assertEquals(0, ended.code());
    for (String word :
        List.of(
            "kernels", "channels", "protocols", "--quick", "--rounds", "--workloads", "--out")) {
      assertTrue(ended.out().contains(word), ended.out());
    }
    for (String workload : Workload.NAMES) {
      assertTrue(ended.out().contains("\n  " + workload + " "), ended.out());
    }
  }
}
