package io.sinotrace.projector.cuda.device;

import static io.sinotrace.projector.cuda.driver.Driver.check;

import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.GpuException.Kind;
import io.sinotrace.projector.cuda.driver.KernelSet;
import io.sinotrace.projector.cuda.driver.MemoryLimit;
import io.sinotrace.projector.cuda.kernel.KernelModule;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import jcuda.driver.CUcontext;
import jcuda.driver.CUctx_flags;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUuuid;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/**
 * One GPU and what this process keeps on it for all tasks: its primary context, the kernels,
 * volumes and workspaces.
 */
public final class Gpu {
  /** The oldest architecture that the PTX is for: Pascal. */
  private static final int OLDEST_ARCHITECTURE = 60;

  private final int ordinal;
  private final CUdevice device;
  private final String busId;
  private final String uuid;
  private final String name;
  private final int architecture;
  private final CUcontext context = new CUcontext();
  private final MemoryLimit limit;
  private final DeviceVolumes volumes = new DeviceVolumes(this);
  private final WorkspacePool workspaces;
  private @Nullable KernelModule kernels;
  private final Map<Class<?>, KernelSet> otherKernels = new HashMap<>();
  private @Nullable Semaphore turns;
  private int allTurns;
  private @Nullable String refusal;
  private @Nullable String outOfUse;

  /**
   * Asks the driver about a device; takes nothing of it.
   *
   * @param ordinal its number in the driver's own order
   * @param limit of what is taken of its memory
   */
  public Gpu(int ordinal, MemoryLimit limit) {
    this.ordinal = ordinal;
    this.limit = limit;
    this.workspaces = new WorkspacePool(limit);
    device = new CUdevice();
    check("cuDeviceGet", JCudaDriver.cuDeviceGet(device, ordinal));
    String[] bus = new String[1];
    check("cuDeviceGetPCIBusId", JCudaDriver.cuDeviceGetPCIBusId(bus, 32, device));
    busId = bus[0];
    byte[] text = new byte[256];
    check("cuDeviceGetName", JCudaDriver.cuDeviceGetName(text, text.length, device));
    name = new String(text, java.nio.charset.StandardCharsets.UTF_8).replaceAll("\0.*", "").strip();
    CUuuid id = new CUuuid();
    check("cuDeviceGetUuid", JCudaDriver.cuDeviceGetUuid(id, device));
    uuid = uuid(id.bytes);
    architecture =
        10 * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
            + attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
  }

  private static String uuid(byte[] b) {
    StringBuilder s = new StringBuilder("GPU-");
    for (int i = 0; i < 16; i++) {
      s.append(i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "");
      s.append(String.format(Locale.ROOT, "%02x", b[i]));
    }
    return s.toString();
  }

  /** Returns an attribute of the device, by CUDA's number for it. */
  public int attribute(int number) {
    int[] value = new int[1];
    check("cuDeviceGetAttribute", JCudaDriver.cuDeviceGetAttribute(value, number, device));
    return value[0];
  }

  /** Returns its number in the driver's own order. */
  public int ordinal() {
    return ordinal;
  }

  /** Returns where on the PCI bus it sits, e.g. {@code 0000:3B:00.0}. */
  public String busId() {
    return busId;
  }

  /** Returns its UUID, e.g. {@code GPU-6f2a...}. */
  public String uuid() {
    return uuid;
  }

  /** Returns its name and architecture, for people. */
  public String description() {
    return "%s (compute capability %d.%d)".formatted(name, architecture / 10, architecture % 10);
  }

  /**
   * Opens the device; returns why it cannot be used, or null. The first answer holds for the
   * process, so that its tasks do not change between backends.
   *
   * @throws GpuException if it failed: that is no reason to use something else
   */
  public synchronized @Nullable String refusal() {
    if (refusal == null) {
      try {
        open();
      } catch (GpuException e) {
        if (e.kind() == Kind.FATAL) {
          throw e;
        }
        refusal = this + ": " + e.getMessage();
      }
    }
    return refusal;
  }

  /**
   * Takes the device's primary context and loads the kernels, if that was not done yet.
   *
   * @throws GpuException if it cannot be used
   */
  public synchronized void open() {
    if (kernels != null) {
      return;
    }
    if (architecture < OLDEST_ARCHITECTURE) {
      throw new GpuException(
          Kind.NO_DEVICE,
          "%s: expected compute capability %d.%d or later"
              .formatted(description(), OLDEST_ARCHITECTURE / 10, OLDEST_ARCHITECTURE % 10));
    }
    // Waiting threads sleep: their cores are free for other work. A driver may reject the flag
    // where another part of this process has the context already. The context works without it, so
    // the status is not checked.
    JCudaDriver.cuDevicePrimaryCtxSetFlags(device, CUctx_flags.CU_CTX_SCHED_BLOCKING_SYNC);
    check("cuDevicePrimaryCtxRetain", JCudaDriver.cuDevicePrimaryCtxRetain(context, device));
    try {
      kernels = inContext(KernelModule::new);
    } finally {
      if (kernels == null) {
        JCudaDriver.cuDevicePrimaryCtxRelease(device);
      }
    }
  }

  /**
   * Waits for a turn on the device and does some work with its context current.
   *
   * @param concurrency how many threads may have a turn at a time; the first caller's word holds
   * @return what the work returns
   * @throws GpuException if the device fails, or failed before
   */
  public <T> T inTurn(int concurrency, Supplier<T> work) {
    return inTurn(concurrency, false, work);
  }

  /** Work for which a device may have too little memory. */
  @FunctionalInterface
  public interface MemoryBound {
    /**
     * Does it.
     *
     * @param alone whether no other thread uses the device
     * @param halvings how often what is taken at a time is to be halved; 0 unless alone
     * @return false where the memory did not suffice, and the whole device, or less at a time, may
     *     do
     */
    boolean attempt(boolean alone, int halvings);
  }

  /**
   * Waits for a turn on the device and does some work; where memory is short, alone and with ever
   * less at a time.
   *
   * @param concurrency as for {@link #inTurn}
   * @throws GpuException if the device fails; where that was fatal, this process does not use it
   *     again
   */
  public void inTurn(int concurrency, MemoryBound work) {
    try {
      if (!inTurn(concurrency, () -> work.attempt(false, 0))) {
        // Two that take all the memory they find would only take it from one another.
        inTurn(concurrency, true, () -> untilItFits(work));
      }
    } catch (GpuException e) {
      throw new GpuException(e.kind(), this + ": " + e.getMessage(), e);
    }
  }

  /** Does work with what the device can give, or fails; returns true. */
  private boolean untilItFits(MemoryBound work) {
    freeCaches();
    for (int halvings = 0; !work.attempt(true, halvings); halvings++) {
      freeCaches();
    }
    return true;
  }

  /** With {@code alone}, waits until no other thread has a turn, and lets none have one. */
  private <T> T inTurn(int concurrency, boolean alone, Supplier<T> work) {
    Semaphore mine;
    int taken;
    synchronized (this) {
      if (turns == null) {
        turns = new Semaphore(concurrency, true);
        allTurns = concurrency;
      }
      mine = turns;
      taken = alone ? allTurns : 1;
    }
    mine.acquireUninterruptibly(taken);
    try {
      checkUsable();
      return inContext(work);
    } catch (GpuException e) {
      if (e.kind() == Kind.FATAL) {
        takeOutOfUse(e.getMessage());
      }
      throw e;
    } finally {
      mine.release(taken);
    }
  }

  private <T> T inContext(Supplier<T> work) {
    check("cuCtxPushCurrent", JCudaDriver.cuCtxPushCurrent(context));
    try {
      return work.get();
    } finally {
      JCudaDriver.cuCtxPopCurrent(new CUcontext());
    }
  }

  /**
   * Frees memory of the device outside of any turn. Where that is not possible any more, the memory
   * is lost with the context, or was freed when the device was closed.
   */
  void giveBack(Runnable free) {
    synchronized (this) {
      if (kernels == null) {
        return;
      }
    }
    try {
      inContext(
          () -> {
            free.run();
            return true;
          });
    } catch (GpuException e) {
      // Reported where it first happened.
    }
  }

  /** Refuses work once the device has failed. */
  public synchronized void checkUsable() {
    if (outOfUse != null) {
      throw new GpuException(
          Kind.FATAL,
          "%s is out of use in this process since it failed: %s".formatted(this, outOfUse));
    }
  }

  /** For the rest of this process: its context is lost. */
  private synchronized void takeOutOfUse(String why) {
    if (outOfUse == null) {
      outOfUse = why;
    }
  }

  /**
   * Returns the kernels, loaded for this device.
   *
   * @throws IllegalStateException before {@link #open}
   */
  public KernelModule kernels() {
    if (kernels == null) {
      throw new IllegalStateException("open() first");
    }
    return kernels;
  }

  /**
   * Returns kernels of another kind, loaded when they are first wanted and closed with this; its
   * context must be current.
   */
  public synchronized <K extends KernelSet> K kernels(Class<K> kind, Supplier<K> load) {
    return kind.cast(otherKernels.computeIfAbsent(kind, key -> load.get()));
  }

  /** Returns the volumes that lie in its memory; closed with it. */
  public DeviceVolumes volumes() {
    return volumes;
  }

  /** Returns the limit of what is taken of its memory. */
  public MemoryLimit limit() {
    return limit;
  }

  /** Returns the workspaces that its tasks share; closed with it. */
  public WorkspacePool workspaces() {
    return workspaces;
  }

  /** Returns the bytes of its memory that may be taken; its context must be current. */
  public long freeMemory() {
    long[] free = new long[1];
    long[] total = new long[1];
    check("cuMemGetInfo", JCudaDriver.cuMemGetInfo(free, total));
    return Math.min(free[0], limit.left());
  }

  /** Returns the bytes of its memory that this process may take where nobody else does. */
  public long usableMemory() {
    return Math.min(memory(), limit.bytes());
  }

  /** Returns the bytes of its memory. */
  public long memory() {
    long[] total = new long[1];
    check("cuDeviceTotalMem", JCudaDriver.cuDeviceTotalMem(total, device));
    return total[0];
  }

  /** Returns how much of its memory is free, for people; nothing where that cannot be known. */
  public String freeMemoryShown() {
    try {
      open();
      long free = inContext(this::freeMemory);
      return String.format(Locale.ROOT, " (%.1f free)", free / 0x1p30);
    } catch (GpuException e) {
      return "";
    }
  }

  /** Gives back all that no thread is using at the moment; its context must be current. */
  public void freeCaches() {
    volumes.freeIdle();
    workspaces.freeIdle();
  }

  /** Gives back everything; no thread may be using it. */
  public synchronized void close() {
    KernelModule loaded = kernels;
    if (loaded == null) {
      return;
    }
    kernels = null;
    inContext(
        () -> {
          freeCaches();
          otherKernels.values().forEach(KernelSet::close);
          otherKernels.clear();
          loaded.close();
          return true;
        });
    JCudaDriver.cuDevicePrimaryCtxRelease(device);
  }

  @Override
  public String toString() {
    return "GPU " + busId + " (" + name + ")";
  }
}
