package io.sinotrace.description;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.volume.io.file.Slices;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.tiff.TiffFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes of many files, among those of one. */
class FoundVolumesTest {
  private static final Configuration CONF = new Configuration();

  @TempDir Path given = Path.of("");
  private Path folder = given;
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void makeFiles() throws IOException {
    folder = given.toRealPath();
    for (String name : List.of("in/a/s1.tif", "in/a/s2.tif", "in/a/s10.tif", "in/b/1.TIFF")) {
      write(name, TiffFiles.page(1, 1, (byte) 0));
    }
    write("in/ct.npy", new byte[] {1});
    Files.setLastModifiedTime(folder.resolve("in/a/s10.tif"), FileTime.fromMillis(5_000_000));
    Files.setLastModifiedTime(folder.resolve("in/a/s1.tif"), FileTime.fromMillis(2_000_000));
    Files.setLastModifiedTime(folder.resolve("in/a/s2.tif"), FileTime.fromMillis(9_000_000));
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(requireNonNull(file.getParent()));
    Files.write(file, bytes);
  }

  private List<ScanSpec> scans(String path) throws IOException {
    return description(path).scans(CONF, warnings::add);
  }

  private ScanDescription description(String path) throws IOException {
    String text =
        """
        volume: {path: "%s", units: per-mm, spacing: 1}
        geometry: {type: parallel, detector: {columns: 3, pixel: 1}, angles: [0]}
        output: {path: out}
        """
            .formatted(path);
    Path file = Files.writeString(folder.resolve("scan.yaml"), text);
    warnings.clear();
    return Descriptions.read(file.toString(), List.of(), CONF);
  }

  private List<String> named(List<ScanSpec> scans) {
    String prefix = "file:" + folder + "/in/";
    return scans.stream()
        .map(
            scan -> {
              Slices slices = scan.volume().slices();
              return scan.id()
                  + "="
                  + scan.volume().uri().replace(prefix, "")
                  + (slices == null
                      ? ""
                      : slices.paths().stream().map(path -> path.replace(prefix, "")).toList());
            })
        .toList();
  }

  @Test
  void aFolderHoldsVolumesOfOneFileAndOfMany() throws IOException {
    List<ScanSpec> scans = scans("in");
    assertEquals(
        List.of("a=a[a/s1.tif, a/s2.tif, a/s10.tif]", "b-1=b/1.TIFF", "ct=ct.npy"), named(scans));
    assertEquals(List.of(), warnings);
    // Of several files the length is that of all, and the time that of the last.
    assertEquals(3 * Files.size(folder.resolve("in/a/s1.tif")), scans.get(0).bytes());
    assertEquals(9_000_000, scans.get(0).modified());
    scans.forEach(scan -> assertNull(scan.fault()));
  }

  @Test
  void globsFindTheSame() throws IOException {
    assertEquals(
        List.of("a=a[a/s1.tif, a/s2.tif, a/s10.tif]", "b-1=b/1.TIFF"),
        named(scans("in/*/*.[tT]*")));
    assertEquals(List.of("a=a[a/s1.tif, a/s2.tif, a/s10.tif]"), named(scans("in/a/*.tif")));
    assertEquals(List.of("a=a[a/s1.tif, a/s10.tif]"), named(scans("in/a/s1*.tif")));
    assertEquals(List.of("a=a[a/s1.tif, a/s2.tif, a/s10.tif]"), named(scans("in/a")));
    // A file that is named is taken by itself.
    assertEquals(List.of("s2=a/s2.tif"), named(scans("in/a/s2.tif")));
  }

  @Test
  void aRowOfAListMayNameTheFolderOfOneVolume() throws IOException {
    write("in/list.csv", "path,id\na,\na,mine\nb,\n../in,all\n".getBytes(UTF_8));
    List<ScanSpec> scans = scans("@in/list.csv");
    // The first row that names a volume gives it its id.
    assertEquals(
        List.of("a=a[a/s1.tif, a/s2.tif, a/s10.tif]", "b=b/1.TIFF"), named(scans.subList(0, 2)));
    assertTrue(
        requireNonNull(scans.get(2).fault())
            .endsWith(
                "there are 3 volumes in the folder file:" + folder + "/in: expected one volume"),
        scans.get(2).fault());
  }

  /** None is left out silently, and no volume lacks a slice. */
  @Test
  void filesThatAreNoVolumeTogetherAreAFault() throws IOException {
    write("in/a/preview.tif", TiffFiles.page(2, 1, (byte) 0, (byte) 0));
    write("in/a/notes.txt", new byte[] {1});
    List<ScanSpec> scans = scans("in");
    assertEquals(List.of("a", "b-1", "ct"), scans.stream().map(ScanSpec::id).toList());
    assertEquals(
        "%s/scan.yaml:1: volume.path: file:%s/in/a: the 4 TIFF files in this folder are no volume: preview.tif has 2 x 1 pixels of uint8, s1.tif 1 x 1 pixels of uint8: expected pages that are alike"
            .formatted(folder, folder),
        scans.get(0).fault());
    assertNull(scans.get(1).fault());
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("passed over 1 file"), warnings.get(0));
    Files.delete(folder.resolve("in/a/preview.tif"));
    write("in/a/s3.tif", new byte[0]);
    String fault = requireNonNull(scans("in/a").get(0).fault());
    assertTrue(fault.contains("/in/a/s3.tif: is not a TIFF file"), fault);
    InputException e =
        assertThrows(
            InputException.class,
            () ->
                new VolumeFinder(CONF)
                    .named("file:" + folder + "/in/a", description("in/a").volume().settings()));
    assertTrue(e.getMessage().contains("/in/a/s3.tif: is not a TIFF file"), e.getMessage());
  }

  @Test
  void aVolumeIsFoundAgainByWhatStandsForIt() throws IOException {
    VolumeSource source = scans("in/a").get(0).volume();
    VolumeSettings settings = description("in/a").volume().settings();
    assertFalse(source.equals(settings.source(source.uri())));
    assertEquals(source, new VolumeFinder(CONF).named(source.uri(), settings));
    assertEquals(
        scans("in/b").get(0).volume(),
        new VolumeFinder(CONF).named("file:" + folder + "/in/b", settings));
    InputException e =
        assertThrows(
            InputException.class,
            () -> new VolumeFinder(CONF).named("file:" + folder + "/in", settings));
    assertEquals(
        "file:%s/in: there are 3 volumes: expected a volume file, or a folder with one volume"
            .formatted(folder),
        e.getMessage());
  }
}
