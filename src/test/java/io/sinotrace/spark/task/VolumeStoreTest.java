package io.sinotrace.spark.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.spark.Samples;
import io.sinotrace.spark.task.LeaseCache.Lease;
import io.sinotrace.volume.DerivedForm;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.VoxelUnits;
import io.sinotrace.volume.io.HashedVolume;
import io.sinotrace.volume.io.TestFiles;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeStoreTest {
  private static final Configuration CONF = new Configuration();

  /** Takes two volumes of 4^3 voxels, and not a third. */
  private final VolumeStore store = new VolumeStore(2 * 4 * 4 * 4 * Float.BYTES);

  @TempDir Path temp;

  private VolumeSource source(String name) {
    return TestFiles.source(
        temp.resolve(name).toUri().toString(),
        null,
        null,
        new Vec3(1, 1, 1),
        VoxelUnits.PER_MM,
        0.0206,
        Placement.ISOCENTER);
  }

  private Lease<HashedVolume> lease(String name) {
    return store.lease(source(name), VoxelGrid.centred(4, 4, 4, new Vec3(1, 1, 1)), CONF);
  }

  /** Returns a volume that nobody uses any more. */
  private Volume volume(String name) {
    try (Lease<HashedVolume> lease = lease(name)) {
      return lease.value().volume();
    }
  }

  @Test
  void allTasksShareOneVolume() {
    Samples.volume(temp.resolve("a.npy"), 20, 20, 20, 1);
    Set<Volume> seen =
        Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    IntStream.range(0, 16).parallel().forEach(i -> seen.add(volume("a.npy")));
    assertEquals(1, seen.size());
  }

  @Test
  void aFileThatChangedIsReadAgain() throws IOException {
    Samples.volume(temp.resolve("a.npy"), 4, 4, 4, 1);
    Volume first = volume("a.npy");
    assertSame(first, volume("a.npy"));
    Samples.volume(temp.resolve("a.npy"), 4, 4, 4, 2);
    Files.setLastModifiedTime(temp.resolve("a.npy"), FileTime.fromMillis(1_000_000));
    Volume second = volume("a.npy");
    assertNotSame(first, second);
    assertNotEquals(first.slab(0, 0).get(1), second.slab(0, 0).get(1));
  }

  @Test
  void volumesStayWithinTheBudget() {
    for (String name : List.of("a.npy", "b.npy", "c.npy")) {
      Samples.volume(temp.resolve(name), 4, 4, 4, 1);
    }
    Volume first = volume("a.npy");
    volume("b.npy");
    assertSame(first, volume("a.npy"));
    Volume third = volume("c.npy");
    assertSame(first, volume("a.npy"), "used later than the second");
    assertSame(third, volume("c.npy"));
    volume("b.npy");
    assertNotSame(first, volume("a.npy"));
  }

  @Test
  void aVolumeThatGoesClosesWhatProjectorsMadeOfIt() {
    VolumeStore one = new VolumeStore(0);
    VoxelGrid grid = VoxelGrid.centred(4, 4, 4, new Vec3(1, 1, 1));
    Samples.volume(temp.resolve("a.npy"), 4, 4, 4, 1);
    Samples.volume(temp.resolve("b.npy"), 4, 4, 4, 2);
    AtomicInteger closed = new AtomicInteger();
    Lease<HashedVolume> first = one.lease(source("a.npy"), grid, CONF);
    first.value().volume().derivedForms().get(Form.class, () -> new Form(closed));
    one.lease(source("b.npy"), grid, CONF).close();
    assertEquals(0, closed.get(), "it is in use");
    first.close();
    one.lease(source("b.npy"), grid, CONF).close();
    assertEquals(0, closed.get(), "nobody needs the room");
    Samples.volume(temp.resolve("c.npy"), 4, 4, 4, 3);
    one.lease(source("c.npy"), grid, CONF).close();
    assertEquals(1, closed.get());
  }

  private record Form(AtomicInteger closed) implements DerivedForm {
    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @Test
  void aFaultIsEveryTasksAndAMendedFileIsRead() throws IOException {
    Files.writeString(temp.resolve("a.npy"), "not a volume");
    InputException fault = assertThrows(InputException.class, () -> lease("a.npy"));
    assertSame(fault, assertThrows(InputException.class, () -> lease("a.npy")));
    Samples.volume(temp.resolve("a.npy"), 4, 4, 4, 1);
    assertEquals(4, volume("a.npy").grid().nx());
    Files.delete(temp.resolve("a.npy"));
    InputException none = assertThrows(InputException.class, () -> lease("a.npy"));
    assertEquals(source("a.npy").uri() + ": no such file on this executor", none.getMessage());
  }
}
