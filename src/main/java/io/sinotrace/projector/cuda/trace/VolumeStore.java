package io.sinotrace.projector.cuda.trace;

import io.sinotrace.projector.cuda.driver.DeviceMemory;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.GpuException.Kind;
import io.sinotrace.volume.Volume;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The volumes on a device: each is brought there once and stays for all tasks, until its room is
 * needed or nobody holds the volume in the host's memory any more.
 */
public final class VolumeStore {
  private final Gpu gpu;
  private final List<Resident> residents = new ArrayList<>();
  private long uses;

  VolumeStore(Gpu gpu) {
    this.gpu = gpu;
  }

  /** A volume on the device. */
  private static final class Resident {
    private final WeakReference<Volume> volume;
    private final Layout layout;
    private final DeviceMemory memory;
    private int users;
    private long lastUse;

    Resident(Volume volume, Layout layout, DeviceMemory memory) {
      this.volume = new WeakReference<>(volume);
      this.layout = layout;
      this.memory = memory;
    }
  }

  /** A volume that stays where it is until this is closed. */
  public final class Loan implements AutoCloseable {
    private final Resident resident;

    private Loan(Resident resident) {
      this.resident = resident;
      resident.users++;
      resident.lastUse = ++uses;
    }

    Layout layout() {
      return resident.layout;
    }

    DeviceMemory memory() {
      return resident.memory;
    }

    @Override
    public void close() {
      synchronized (VolumeStore.this) {
        resident.users--;
      }
    }
  }

  /**
   * Lends a volume, bringing it to the device if it is not there yet. The device's context must be
   * current.
   *
   * @param fastest the axis that should be fastest in memory; where there is no room for that, one
   *     that lies there otherwise is lent
   * @param reserve bytes of the device's memory that have to stay free
   * @param lanes to bring it with
   * @return null where there is no room for it
   */
  public synchronized @Nullable Loan borrow(
      Volume volume, int fastest, long reserve, List<Lane> lanes) {
    free(r -> r.volume.get() == null);
    for (Resident r : residents) {
      if (r.volume.get() == volume && r.layout.fastest() == fastest) {
        return new Loan(r);
      }
    }
    Layout layout = Layout.whole(volume.grid(), fastest);
    DeviceMemory memory = allocate(volume, layout.bytes(), reserve);
    if (memory == null) {
      return residents.stream()
          .filter(r -> r.volume.get() == volume)
          .findFirst()
          .map(Loan::new)
          .orElse(null);
    }
    Resident resident = new Resident(volume, layout, memory);
    try {
      new Uploader(gpu.kernels(), volume).upload(layout, memory, lanes);
      lanes.forEach(Lane::finish);
      residents.add(resident);
    } finally {
      if (!residents.contains(resident)) {
        memory.close();
      }
    }
    return new Loan(resident);
  }

  /** Allocates memory, at the cost of volumes that nobody uses; null if that is not enough. */
  private @Nullable DeviceMemory allocate(Volume volume, long bytes, long reserve) {
    while (true) {
      if (Gpu.freeMemory() - reserve >= bytes) {
        try {
          return new DeviceMemory(bytes);
        } catch (GpuException e) {
          // Free memory may lie in pieces, or another process was faster.
          if (e.kind() != Kind.OUT_OF_MEMORY) {
            throw e;
          }
        }
      }
      Optional<Resident> oldest =
          residents.stream()
              // Two layouts of one volume would drive each other out with every turn of a scan.
              .filter(r -> r.users == 0 && r.volume.get() != volume)
              .min(Comparator.comparingLong(r -> r.lastUse));
      if (oldest.isEmpty()) {
        return null;
      }
      free(r -> r == oldest.get());
    }
  }

  /** Frees all volumes that nobody uses; the device's context must be current. */
  public synchronized void freeIdle() {
    free(r -> true);
  }

  private void free(java.util.function.Predicate<Resident> which) {
    residents.removeIf(
        r -> {
          boolean goes = r.users == 0 && which.test(r);
          if (goes) {
            r.memory.close();
          }
          return goes;
        });
  }
}
