package io.sinotrace.volume.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.InputException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.file.RawForm;
import io.sinotrace.volume.io.file.SampleType;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.AxisOrder;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import io.sinotrace.volume.io.hdf5.Hdf5ReaderTest;
import io.sinotrace.volume.io.hdf5.Hdf5StorageTest;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that nibabel, ITK, Teem, NumPy (with a header and without), tifffile and VTK wrote, and
 * what these read in them: made by golden/make_*. What h5py wrote is in {@link Hdf5ReaderTest} and
 * {@link Hdf5StorageTest}.
 */
class GoldenFilesTest {
  private static Path file(String library, String name) throws URISyntaxException {
    URL url = GoldenFilesTest.class.getResource("golden/" + library + "/" + name);
    return Path.of(Objects.requireNonNull(url, name).toURI());
  }

  static Stream<Arguments> files() throws IOException, URISyntaxException {
    Stream<Arguments> all = Stream.of();
    for (String library : List.of("nibabel", "itk", "numpy", "raw", "teem", "tifffile", "vtk")) {
      JsonNode expected = new ObjectMapper().readTree(file(library, "expected.json").toFile());
      Iterable<String> names = expected::fieldNames;
      all =
          Stream.concat(
              all,
              StreamSupport.stream(names.spliterator(), false)
                  .map(name -> Arguments.of(library, name, expected.path(name))));
    }
    return all;
  }

  @ParameterizedTest(name = "{0}/{1}")
  @MethodSource("files")
  void isReadAsTheLibraryReadsIt(String library, String name, JsonNode expected)
      throws URISyntaxException {
    VolumeSource source = source(file(library, name), expected);
    if (expected.has("refused")) {
      InputException e =
          assertThrows(InputException.class, () -> VolumeLoader.load(source, TestFiles.CONF));
      assertTrue(e.getMessage().contains(expected.path("refused").asText()), e.getMessage());
    } else {
      Volume volume = VolumeLoader.load(source, TestFiles.CONF);
      LibraryVolume.assertSame(expected, volume);
      assertEquals(volume.grid(), VolumeLoader.readGrid(source, TestFiles.CONF));
    }
  }

  private static VolumeSource source(Path file, JsonNode expected) {
    JsonNode axes = expected.path("axes");
    boolean array = axes.isTextual();
    VolumeSource source =
        TestFiles.source(
            file.toString(),
            null,
            array ? AxisOrder.valueOf(axes.asText().toUpperCase(Locale.ROOT)) : null,
            array ? new Vec3(1, 1, 1) : null,
            VoxelUnits.PER_MM,
            0.02,
            Placement.FILE);
    return expected.has("type") ? source.of(raw(expected)) : source;
  }

  private static RawForm raw(JsonNode expected) {
    List<Integer> shape = new ArrayList<>();
    expected.path("shape").forEach(size -> shape.add(size.asInt()));
    return new RawForm(
        SampleType.valueOf(expected.path("type").asText().toUpperCase(Locale.ROOT)),
        shape,
        expected.path("order").asText().equals("big"),
        expected.path("skip").asLong());
  }
}
