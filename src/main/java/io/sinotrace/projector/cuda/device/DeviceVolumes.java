package io.sinotrace.projector.cuda.device;

import io.sinotrace.projector.cuda.driver.DeviceMemory;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.GpuException.Kind;
import io.sinotrace.projector.cuda.kernel.VoxelLayout;
import io.sinotrace.volume.Volume;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The copies of volumes in one GPU's memory. Each is uploaded once and stays for all tasks, until
 * its {@link DeviceVolume} is closed or its room is needed: then copies that nobody leases go,
 * those leased least recently first.
 *
 * <p>The lock is held to find and to allocate, never during an upload: threads upload different
 * volumes at the same time, and wait for each other where they want the same.
 */
public final class DeviceVolumes {
  private final Gpu gpu;
  private final ReentrantLock lock = new ReentrantLock();

  /** Signalled when an upload has ended, well or not. */
  private final Condition uploaded = lock.newCondition();

  /** Those leased least recently first. */
  private final List<Copy> copies = new ArrayList<>();

  DeviceVolumes(Gpu gpu) {
    this.gpu = gpu;
  }

  /**
   * A volume on the device in one layout; its mutable state is guarded by the lock.
   *
   * <p>It knows its owner by identity alone, and not the volume: a volume that nobody closes must
   * not be kept from the garbage collector.
   */
  private static final class Copy {
    private final Object owner;
    private final VoxelLayout layout;
    private final DeviceMemory memory;
    private boolean complete;
    private int leases;

    Copy(Object owner, VoxelLayout layout, DeviceMemory memory) {
      this.owner = owner;
      this.layout = layout;
      this.memory = memory;
    }
  }

  /** A copy that stays where it is until this is closed. */
  public final class Lease implements AutoCloseable {
    private final Copy copy;

    private Lease(Copy copy) {
      this.copy = copy;
    }

    /** Returns how the voxels lie in the memory. */
    public VoxelLayout layout() {
      return copy.layout;
    }

    /** Returns the voxels; not to be closed, nor used after {@link #close}. */
    public DeviceMemory memory() {
      return copy.memory;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        copy.leases--;
      } finally {
        lock.unlock();
      }
    }
  }

  /** See {@link DeviceVolume#lease}. */
  @Nullable Lease lease(
      Object owner, Volume volume, int fastest, long reserve, List<StreamSlot> slots) {
    VoxelLayout layout = VoxelLayout.whole(volume.grid(), volume.channels(), fastest);
    Lease mine;
    lock.lock();
    try {
      Copy there = find(owner, axis -> axis == fastest);
      if (there != null) {
        return lease(there);
      }
      DeviceMemory memory = allocate(owner, layout.bytes(), reserve);
      if (memory == null) {
        Copy other = find(owner, axis -> true);
        return other == null ? null : lease(other);
      }
      mine = lease(new Copy(owner, layout, memory));
    } finally {
      lock.unlock();
    }
    upload(mine.copy, volume, slots);
    return mine;
  }

  /** Returns a copy of a volume, waiting where it is being uploaded; null where there is none. */
  private @Nullable Copy find(Object owner, IntPredicate fastest) {
    while (true) {
      Optional<Copy> there =
          copies.stream()
              .filter(copy -> copy.owner == owner && fastest.test(copy.layout.fastest()))
              .findFirst();
      if (there.isEmpty() || there.get().complete) {
        return there.orElse(null);
      }
      uploaded.awaitUninterruptibly();
    }
  }

  /** Leases a copy, new or not, and puts it behind all others. */
  private Lease lease(Copy copy) {
    copy.leases++;
    copies.remove(copy);
    copies.add(copy);
    return new Lease(copy);
  }

  /** Fills a copy that others wait for; without the lock. */
  private void upload(Copy copy, Volume volume, List<StreamSlot> slots) {
    boolean complete = false;
    try {
      new Uploader(gpu.kernels(), volume).upload(copy.layout, copy.memory, slots);
      slots.forEach(StreamSlot::finish);
      complete = true;
    } finally {
      lock.lock();
      try {
        copy.complete = complete;
        if (!complete) {
          copies.remove(copy);
          copy.memory.close();
        }
        uploaded.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Allocates memory, at the cost of volumes that nobody uses; null if that is not enough. */
  private @Nullable DeviceMemory allocate(Object owner, long bytes, long reserve) {
    while (true) {
      if (gpu.freeMemory() - reserve >= bytes) {
        try {
          return new DeviceMemory(bytes, gpu.limit());
        } catch (GpuException e) {
          // Free memory may lie in pieces, or another process was faster.
          if (e.kind() != Kind.OUT_OF_MEMORY) {
            throw e;
          }
        }
      }
      Optional<Copy> oldest =
          copies.stream()
              // Two layouts of one volume would drive each other out with every turn of a scan.
              .filter(copy -> copy.leases == 0 && copy.owner != owner)
              .findFirst();
      if (oldest.isEmpty()) {
        return null;
      }
      copies.remove(oldest.get());
      oldest.get().memory.close();
    }
  }

  /** Frees all copies that nobody leases; the device's context must be current. */
  public void freeIdle() {
    takeIdle(copy -> true).forEach(copy -> copy.memory.close());
  }

  /** As {@link #freeIdle}, of one volume. */
  void free(Object owner) {
    takeIdle(copy -> copy.owner == owner).forEach(copy -> copy.memory.close());
  }

  /** The driver may wait for the whole device before it frees memory: not with the lock held. */
  private List<Copy> takeIdle(Predicate<Copy> which) {
    List<Copy> taken = new ArrayList<>();
    lock.lock();
    try {
      for (Iterator<Copy> all = copies.iterator(); all.hasNext(); ) {
        Copy copy = all.next();
        if (copy.leases == 0 && which.test(copy)) {
          all.remove();
          taken.add(copy);
        }
      }
    } finally {
      lock.unlock();
    }
    return taken;
  }
}
