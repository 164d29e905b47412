package io.sinotrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/** The files of {@code jobs/schedules}, and what all of them have to hold. */
final class Schedules {
  static final Path DIRECTORY = Path.of("jobs/schedules");

  /** Where they say that the project is. */
  static final String HOME = "/opt/sinotrace/";

  private Schedules() {}

  static String read(String name) throws IOException {
    return Files.readString(DIRECTORY.resolve(name));
  }

  /**
   * Checks that the command line takes the arguments, by a dry run that reads a sample volume.
   *
   * @param arguments what follows the jar: {@code run}, the description, ...
   */
  static void assertRuns(List<String> arguments, Path temp) {
    List<String> dry = new ArrayList<>();
    arguments.forEach(argument -> dry.add(argument.replace(HOME, "")));
    dry.add("--dry-run");
    dry.add("volume.path=" + Path.of("data-samples").toAbsolutePath() + "/head*.nii.gz");
    dry.add("output.path=" + temp);
    Cli.Result result = Cli.run(dry.toArray(String[]::new));
    assertEquals(0, result.code(), result.err());
    assertTrue(result.out().contains("360 views"), result.out());
  }

  /** Checks that a cron expression means half past two, each night. */
  static void assertNightly(String expression) {
    ExecutionTime times =
        ExecutionTime.forCron(
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
                .parse(expression));
    ZonedDateTime first = times.nextExecution(ZonedDateTime.parse("2026-02-28T00:00Z")).get();
    assertEquals(ZonedDateTime.parse("2026-02-28T02:30Z"), first);
    assertEquals(ZonedDateTime.parse("2026-03-01T02:30Z"), times.nextExecution(first).get());
  }
}
