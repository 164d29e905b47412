package io.sinotrace.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
import io.sinotrace.volume.io.dicom.DicomSlice;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing that headers of DICOM or the paths below a glob say of people is told: not by what
 * commands print, not by Spark's log, not by any file of the dataset.
 */
class PersonalDataTest {
  /** Elements that may identify a person (PS3.15, table E.1-1), as files of CT have them. */
  private static final int[] TEXTS = {
    0x0008_0050,
    0x0008_0080,
    0x0008_0081,
    0x0008_0090,
    0x0008_0092,
    0x0008_0094,
    0x0008_1010,
    0x0008_1030,
    0x0008_103e,
    0x0008_1040,
    0x0008_1048,
    0x0008_1050,
    0x0008_1060,
    0x0008_1070,
    0x0008_1080,
    0x0008_2111,
    0x0010_0010,
    0x0010_0020,
    0x0010_0021,
    0x0010_0030,
    0x0010_0032,
    0x0010_0040,
    0x0010_1000,
    0x0010_1001,
    0x0010_1005,
    0x0010_1010,
    0x0010_1040,
    0x0010_1060,
    0x0010_1090,
    0x0010_2154,
    0x0010_2160,
    0x0010_2180,
    0x0010_21b0,
    0x0010_21f0,
    0x0010_4000,
    0x0009_0010,
    0x0009_1001,
    0x0018_1000,
    0x0018_1030,
    0x0018_1400,
    0x0020_0010,
    0x0020_4000,
    0x0032_1032,
    0x0032_1033,
    0x0032_1060,
    0x0032_4000,
    0x0038_0010,
    0x0038_0500,
    0x0040_0006,
    0x0040_0253,
    0x0040_0254,
    0x0040_1001,
    0x0040_2016,
    0x4008_0114,
    // One that is read to tell phases apart.
    0x0020_9056
  };

  private static final int[] UIDS = {0x0020_000d, 0x0020_0052, 0x0008_0014, 0x0040_a124};

  private static final int INSTANCE = 0x0008_0018;
  private static final int MODALITY = 0x0008_0060;
  private static final int IMAGE_TYPE = 0x0008_0008;
  private static final int SLOPE = 0x0028_1053;
  private static final int SYNTAX = 0x0002_0010;
  private static final int PIXELS = 0x7fe0_0010;

  @TempDir Path temp;
  private final List<String> words = new ArrayList<>();

  /** Returns a word that is nowhere else. */
  private String word() {
    String word = "zq%dxkv".formatted(1000 + words.size());
    words.add(word);
    return word;
  }

  /** Returns a UID that is nowhere else. */
  private String uid() {
    String uid = "1.2.7777%d".formatted(1000 + words.size());
    words.add(uid);
    return uid;
  }

  private DicomSlice slice(String series, int number) {
    DicomSlice slice = new DicomSlice(series, number).text(INSTANCE, "UI", uid());
    for (int k = 0; k < TEXTS.length; k++) {
      slice.text(TEXTS[k], "LO", words.get(k));
    }
    for (int k = 0; k < UIDS.length; k++) {
      slice.text(UIDS[k], "UI", words.get(TEXTS.length + k));
    }
    return slice;
  }

  @BeforeEach
  void makeWords() {
    for (int k = 0; k < TEXTS.length; k++) {
      word();
    }
    for (int k = 0; k < UIDS.length; k++) {
      uid();
    }
  }

  private Path folder() throws IOException {
    return Files.createDirectories(temp.resolve("in").resolve(word()).resolve(word()));
  }

  private void write(Path folder, DicomSlice slice) throws IOException {
    Files.write(folder.resolve(word()), slice.bytes());
  }

  /** Writes a series of each kind: one that is read, and those that are not. */
  private void makeSeries() throws IOException {
    Path good = folder();
    String series = uid();
    for (int k = 0; k < 3; k++) {
      write(good, slice(series, k));
    }
    write(good, slice(uid(), 9).text(IMAGE_TYPE, "CS", "ORIGINAL\\LOCALIZER\\" + word()));
    write(good, slice(uid(), 9).text(0x0008_0016, "UI", uid()).text(MODALITY, "CS", word()));
    String modality = word().toUpperCase(Locale.ROOT);
    words.add(modality);
    write(good, slice(uid(), 9).text(0x0008_0016, "UI", uid()).text(MODALITY, "CS", modality));
    Files.write(good.resolve(word() + ".txt"), word().getBytes(ISO_8859_1));
    Path bad = folder();
    String gap = uid();
    for (int k : new int[] {0, 1, 3}) {
      write(bad, slice(gap, k));
    }
    String slope = uid();
    String syntax = uid();
    String packed = uid();
    for (int k = 0; k < 2; k++) {
      write(bad, slice(slope, k).text(SLOPE, "DS", word()));
      write(bad, slice(syntax, k).text(SYNTAX, "UI", "1.2.840.10008.1.2.1" + word()));
      write(
          bad,
          slice(packed, k)
              .text(SYNTAX, "UI", "1.2.840.10008.1.2.1.99")
              .bytes(PIXELS, "OW", new byte[24]));
    }
    Files.write(bad.resolve(word() + ".dcm"), Arrays.copyOf(slice(uid(), 0).bytes(), 400));
    Files.write(bad.resolve(word() + ".dcm"), word().getBytes(ISO_8859_1));
    damaged(folder());
  }

  /** A series that only the tasks find at fault: an RLE frame ends before its pixels. */
  private void damaged(Path folder) throws IOException {
    String series = uid();
    for (int k = 0; k < 2; k++) {
      byte[] whole =
          slice(series, k)
              .text(SYNTAX, "UI", "1.2.840.10008.1.2.5")
              .bytes(PIXELS, "OW", new byte[0])
              .bytes();
      byte[] items = new byte[16 + 68];
      System.arraycopy(
          new byte[] {-2, -1, 0, -32, 0, 0, 0, 0, -2, -1, 0, -32, 68}, 0, items, 0, 13);
      items[16] = 2;
      items[20] = 64;
      items[24] = 66;
      byte[] file = Arrays.copyOf(whole, whole.length + items.length);
      Arrays.fill(file, whole.length - 4, whole.length, (byte) -1);
      System.arraycopy(items, 0, file, whole.length, items.length);
      Files.write(folder.resolve(word()), file);
    }
  }

  private String description(String path) {
    return Samples.description(
        temp.resolve("scan.yaml"),
        """
        volume: {path: %s, units: hounsfield, min-age: 0}
        geometry:
          type: cone
          source-to-axis: 60
          source-to-detector: 100
          detector: {rows: 3, columns: 5, pixel: 2}
          views: {count: 4}
        output: {path: out, compression: none}
        """
            .formatted(path));
  }

  /** Asserts that a text has none of the words. */
  private void assertTellsNothing(String where, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (String word : words) {
      int at = lower.indexOf(word.toLowerCase(Locale.ROOT));
      assertTrue(
          at < 0,
          () ->
              where
                  + ": "
                  + text.substring(Math.max(0, at - 300), Math.min(text.length(), at + 40)));
    }
  }

  private Cli.Result run(int code, String... arguments) {
    Cli.Result result = Cli.run(arguments);
    String where = String.join(" ", arguments);
    assertEquals(code, result.code(), result::toString);
    assertTellsNothing(where, result.out() + result.err());
    return result;
  }

  @Test
  void nothingOfHeadersAndPathsIsTold() throws IOException {
    makeSeries();
    SparkSessions.local();
    try (Log all = new Log()) {
      String description = description("in");
      run(3, "run", description, "--dry-run", "--verbose");
      run(3, "run", "--inspect", temp.resolve("in").toString(), "--range");
      Cli.Result result = run(3, "run", description, "--verbose");
      assertTrue(result.err().contains("some are missing"), result.err());
      assertTrue(result.err().contains("slice 1: ends before the last pixel"), result.err());
      run(3, "run", description("in/*/*/*"), "--log", "json");
      run(0, "status", temp.resolve("out").toString());
      run(0, "verify", temp.resolve("out").toString());
      List<Row> rows =
          SparkSessions.local().read().format("sinotrace").load(temp + "/out").collectAsList();
      assertEquals(4 * 3, rows.size());
      assertTellsNothing("rows", rows.toString());
      assertTrue(all.text().contains("TaskSetManager"), "Spark's log is not listened to");
      assertTellsNothing("log", all.text());
    }
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(temp.resolve("out"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        // Nothing in them is compressed but pictures.
        files.put(file, file + "\n" + new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
    assertTrue(files.size() > 5, files.keySet()::toString);
    files.forEach((file, bytes) -> assertTellsNothing(file.toString(), bytes));
    String manifest =
        files.entrySet().stream()
            .filter(file -> file.getKey().toString().contains("/scans/ct-"))
            .findFirst()
            .orElseThrow()
            .getValue();
    assertTrue(manifest.contains("/in/#ct-") && manifest.contains("\"slice 3\""), manifest);
  }

  /** Takes all that is logged, whatever is printed of it otherwise. */
  private static final class Log implements AutoCloseable {
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final LoggerConfig root = context.getConfiguration().getRootLogger();
    private final Map<LoggerConfig, Level> levels = new HashMap<>();
    private final List<Appender> appenders = List.copyOf(root.getAppenders().values());
    private final WriterAppender appender;
    private final StringWriter text = new StringWriter();

    Log() {
      PatternLayout layout = PatternLayout.newBuilder().withPattern("%p %c %m%n%ex").build();
      appender = WriterAppender.createAppender(layout, null, text, "text", false, true);
      appender.start();
      appenders.forEach(other -> root.removeAppender(other.getName()));
      root.addAppender(appender, null, null);
      for (LoggerConfig logger : context.getConfiguration().getLoggers().values()) {
        levels.put(logger, logger.getLevel());
        logger.setLevel(Level.INFO);
      }
      context.updateLoggers();
    }

    String text() {
      return text.toString();
    }

    @Override
    public void close() {
      root.removeAppender(appender.getName());
      appenders.forEach(other -> root.addAppender(other, null, null));
      levels.forEach(LoggerConfig::setLevel);
      context.updateLoggers();
    }
  }
}
