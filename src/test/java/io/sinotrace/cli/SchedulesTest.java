package io.sinotrace.cli;

import static io.sinotrace.cli.Schedules.HOME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schedules of cron, systemd and Airflow, each read as its scheduler reads it. */
class SchedulesTest {
  private static final Pattern CRON_LINE =
      Pattern.compile("(?m)^((?:[0-9*/,-]+ +){4}[0-9*/,-]+) +(\\w+) +(\\S.*)$");

  @TempDir Path temp;

  private static MatchResult cronLine() throws IOException {
    List<MatchResult> lines = CRON_LINE.matcher(Schedules.read("crontab")).results().toList();
    assertEquals(1, lines.size());
    return lines.get(0);
  }

  @Test
  void everyLineOfTheCrontabIsOneThatCronKnows() throws IOException {
    for (String line : Schedules.read("crontab").lines().toList()) {
      assertTrue(
          line.isBlank()
              || line.startsWith("#")
              || line.matches("[A-Z_]+=\\S.*")
              || CRON_LINE.matcher(line).matches(),
          line);
    }
    Schedules.assertNightly(cronLine().group(1));
    assertFalse(cronLine().group(2).equals("root"));
    // cron ends a command at a percent sign.
    assertFalse(cronLine().group(3).contains("%"));
    Schedules.assertRuns(arguments(cronLine().group(3)), temp);
  }

  /** Returns what stands between jobs/run and the next redirection or end of line. */
  private static List<String> arguments(String command) {
    String run = HOME + "jobs/run ";
    assertTrue(command.startsWith(run), command);
    List<String> arguments = new ArrayList<>(List.of("run"));
    for (String word : command.substring(run.length()).replaceFirst(" *>>.*", "").split(" +", -1)) {
      arguments.add(word);
    }
    return arguments;
  }

  @Test
  void cronMailsWhatAPersonHasToSee() throws Exception {
    Path run = temp.resolve("jobs/run");
    Files.createDirectories(run.getParent());
    Files.writeString(run, "#!/bin/sh\necho told $1\nexit $CODE\n");
    assertTrue(run.toFile().setExecutable(true));
    String command =
        cronLine()
            .group(3)
            .replace(HOME, temp + "/")
            .replace("/var/log/sinotrace", temp.toString());
    for (int code = 0; code <= 3; code++) {
      var ran = Programs.run(Map.of("CODE", "" + code), "/bin/sh", "-c", command);
      boolean quiet = code == 0;
      assertEquals(quiet, ran.output().isEmpty(), ran.output());
      assertTrue(quiet || ran.output().contains("code " + code), ran.output());
      assertTrue(quiet || ran.output().contains("told " + temp), ran.output());
    }
    assertEquals(4, Files.readAllLines(temp.resolve("nightly.log")).size());
  }

  @Test
  void systemdFindsNothingWrong() throws Exception {
    Programs.assumeInstalled("systemd-analyze");
    List<String> command = new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no"));
    for (String unit : List.of("sinotrace-nightly.service", "sinotrace-nightly.timer")) {
      Path here = temp.resolve(unit);
      // It looks for the program.
      Files.writeString(
          here, Schedules.read(unit).replace(HOME, Path.of("").toAbsolutePath() + "/"));
      command.add(here.toString());
    }
    var ran = Programs.run(Map.of(), command.toArray(String[]::new));
    // Keys that it does not know are only told.
    assertEquals(new Programs.Ran(0, ""), ran);
  }

  @Test
  void theTimersTimeIsNightly() throws Exception {
    Programs.assumeInstalled("systemd-analyze");
    String calendar = value("sinotrace-nightly.timer", "OnCalendar");
    var ran =
        Programs.run(
            Map.of("TZ", "UTC", "LC_ALL", "C"),
            "systemd-analyze",
            "calendar",
            "--base-time=2026-02-28 00:00",
            "--iterations=2",
            calendar);
    assertEquals(0, ran.code(), ran.output());
    assertTrue(ran.output().contains("2026-02-28 02:30:00"), ran.output());
    assertTrue(ran.output().contains("2026-03-01 02:30:00"), ran.output());
  }

  @Test
  void theServiceRunsAsAUserOfItsOwnAndTriesAgainWhereThatHelps() throws IOException {
    String service = "sinotrace-nightly.service";
    Schedules.assertRuns(arguments(value(service, "ExecStart")), temp);
    assertEquals("sinotrace", value(service, "User"));
    assertEquals("on-failure", value(service, "Restart"));
    assertEquals(String.valueOf(128 + 15), value(service, "SuccessExitStatus"));
    assertEquals(
        ExitCode.BAD_INPUT + " " + ExitCode.SOME_SET_ASIDE,
        value(service, "RestartPreventExitStatus"));
  }

  private static String value(String unit, String key) throws IOException {
    List<String> values =
        Schedules.read(unit)
            .lines()
            .filter(line -> line.startsWith(key + "="))
            .map(line -> line.substring(key.length() + 1))
            .toList();
    assertEquals(1, values.size(), key);
    return values.get(0);
  }

  @Test
  void airflowTellsTheExitCodesApart() throws Exception {
    Programs.assumeInstalled("python3");
    var ran =
        Programs.run(
            Map.of(),
            "python3",
            "src/test/python/airflow_outcomes.py",
            Schedules.DIRECTORY.resolve("sinotrace_nightly.py").toString());
    assertEquals(0, ran.code(), ran.output());
    JsonNode made = new ObjectMapper().readTree(ran.output());
    assertEquals(1, made.path("dag").path("max_active_runs").asInt());
    assertEquals("false", made.path("dag").path("catchup").toString());
    Schedules.assertNightly(made.path("dag").path("schedule").asText());
    assertEquals(
        List.of("success", "AirflowException", "AirflowFailException", "AirflowFailException"),
        new ObjectMapper().convertValue(made.path("outcomes"), List.class));
    assertEquals(1, made.path("tasks").asInt());
    JsonNode task = made.path("task");
    assertEquals(2, task.path("retries").asInt());
    assertEquals("client", task.path("deploy_mode").asText());
    assertEquals(Main.class.getName(), task.path("java_class").asText());
    assertTrue(Files.exists(Path.of(task.path("properties_file").asText().replace(HOME, ""))));
    List<String> arguments = new ArrayList<>();
    task.path("application_args").forEach(argument -> arguments.add(argument.asText()));
    Schedules.assertRuns(arguments, temp);
  }
}
