package io.sinotrace.volume.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.io.dicom.DicomReader;
import io.sinotrace.volume.io.file.SliceGaps;
import io.sinotrace.volume.io.file.SliceSet;
import io.sinotrace.volume.io.file.SliceSets;
import io.sinotrace.volume.io.file.Slices;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.file.VolumeSource;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Series that pydicom, dcmtk and gdcm wrote, and what pydicom and nibabel read in them: made by
 * golden/make_dicom.py.
 */
class DicomGoldenTest {
  private static Path folder(String name) throws URISyntaxException {
    URL url = DicomGoldenTest.class.getResource("golden/dicom/" + name);
    return Path.of(Objects.requireNonNull(url, name).toURI());
  }

  static Stream<Arguments> series() throws IOException, URISyntaxException {
    JsonNode expected = new ObjectMapper().readTree(folder("expected.json").toFile());
    Iterable<String> names = expected::fieldNames;
    return StreamSupport.stream(names.spliterator(), false)
        .map(name -> Arguments.of(name, expected.path(name)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("series")
  void isReadAsTheLibraryReadsIt(String name, JsonNode expected)
      throws IOException, URISyntaxException {
    String[] parts = name.split("#", 2);
    Path folder = folder(parts[0]);
    VolumeSource source = TestFiles.source(folder).of(slices(folder, parts));
    Volume volume = VolumeLoader.load(source, TestFiles.CONF);
    LibraryVolume.assertSame(expected, volume);
    assertEquals(volume.grid(), VolumeLoader.readGrid(source, TestFiles.CONF));
    assertTrue(VolumeLoader.knowsSides(source, TestFiles.CONF));
  }

  /** Returns the one volume of a folder, or that of a number of the two in its only file. */
  private static Slices slices(Path folder, String... parts) throws IOException {
    List<VolumeFile> files;
    try (Stream<Path> paths = Files.list(folder)) {
      files = paths.sorted().map(path -> VolumeFile.find(path.toString(), TestFiles.CONF)).toList();
    }
    SliceSets found = new DicomReader().find(files, SliceGaps.SET_ASIDE);
    assertEquals(List.of(), found.passedOver());
    assertEquals(parts.length, found.sets().size());
    int number = parts.length == 1 ? 0 : Integer.parseInt(parts[1]);
    SliceSet set = found.sets().get(number);
    assertNull(set.fault());
    assertEquals(number, set.number());
    assertEquals(parts.length, found.sets().stream().map(SliceSet::identity).distinct().count());
    return new Slices(
        set.files().stream().map(file -> file.path().toString()).toList(), number, true);
  }
}
