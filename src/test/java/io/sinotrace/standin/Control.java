package io.sinotrace.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What a test sets in the stand-in of its own JVM, and reads from it: a mapped file that the
 * environment variable STAND_IN_CONTROL names. Numbers set hold from the next driver call on.
 */
public final class Control {
  /** How the call fails that {@link #failAt} chose. */
  public enum Failure {
    /** It fails, and the next call does not. */
    ONCE,
    /** It and all calls after it fail, as after a fatal error. */
    STICKY,
    /**
     * A call that only queues work succeeds; what it queued fails when it is done, and with it all
     * calls in that context. Other calls fail once.
     */
    DEFERRED
  }

  /**
   * What was taken from the driver and not given back.
   *
   * @param deviceAllocations allocations on all devices
   * @param deviceBytes their bytes
   * @param pinnedAllocations allocations of pinned host memory
   * @param pinnedBytes their bytes
   * @param streams streams
   * @param events events
   * @param modules modules
   * @param retains how many times primary contexts are retained
   * @param pushed contexts on the stacks of all threads
   */
  public record Held(
      long deviceAllocations,
      long deviceBytes,
      long pinnedAllocations,
      long pinnedBytes,
      long streams,
      long events,
      long modules,
      long retains,
      long pushed) {
    /** All was given back. */
    public static final Held NOTHING = new Held(0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  // The layout is that of control.h: one long each, in this order.
  private enum Field {
    VERSION,
    DEVICES,
    MEMORY,
    DRIVER_VERSION,
    CONTRACTED,
    FAIL_AT,
    FAIL_CODE,
    STICKY,
    FAIL_ASYNCHRONOUSLY,
    RESTART,
    FATAL,
    CALLS,
    LAUNCHES,
    BYTES_TO_DEVICE,
    BYTES_TO_HOST,
    PAGEABLE_COPIES,
    PEAK_DEVICE_BYTES,
    LEAKED,
    DEVICE_ALLOCATIONS,
    DEVICE_BYTES,
    PINNED_ALLOCATIONS,
    PINNED_BYTES,
    STREAMS,
    EVENTS,
    MODULES,
    RETAINS,
    PUSHED,
    FAILED_CALL
  }

  private static final int LAYOUT = 1;
  private static final int FILE_BYTES = 4096;
  private static final int NAME_BYTES = 64;
  private static final VarHandle NUMBER =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer file;

  private Control(ByteBuffer file) {
    this.file = file;
  }

  private static final class Holder {
    static final Control CONTROL = map();
  }

  /**
   * The control of this JVM's stand-in, with default settings at first. To be asked for before the
   * first driver call.
   *
   * @throws IllegalStateException if STAND_IN_CONTROL is not set
   */
  public static Control open() {
    return Holder.CONTROL;
  }

  private static Control map() {
    String path = System.getenv("STAND_IN_CONTROL");
    if (path == null || path.isEmpty()) {
      throw new IllegalStateException(
          "STAND_IN_CONTROL does not name a file; the build's stand-in tests set it");
    }
    try {
      Path file = Path.of(path).toAbsolutePath();
      Files.createDirectories(file.resolveSibling(""));
      try (FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, FILE_BYTES);
        // What another run left in it.
        bytes.put(new byte[FILE_BYTES]);
        Control control = new Control(bytes);
        control.set(Field.VERSION, LAYOUT);
        control.reset();
        return control;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Default settings (2 devices of 512 MiB, driver 12.6, exact kernels, no failure), and figures
   * from 0. What is held stays held.
   */
  public void reset() {
    devices(2);
    memory(512L << 20);
    driverVersion(12060);
    contracted(false);
    failNothing();
    for (Field figure :
        new Field[] {
          Field.CALLS,
          Field.LAUNCHES,
          Field.BYTES_TO_DEVICE,
          Field.BYTES_TO_HOST,
          Field.PAGEABLE_COPIES,
          Field.PEAK_DEVICE_BYTES,
          Field.LEAKED
        }) {
      set(figure, 0);
    }
    file.put(offset(Field.FAILED_CALL), new byte[NAME_BYTES]);
  }

  /**
   * Before it does anything else, the next driver call gives back all that is held, as if the
   * process had only begun: cuInit is needed, and no handle is valid any more.
   */
  public void restart() {
    set(Field.RESTART, 1);
  }

  /** How many devices there are, at most 8. */
  public void devices(int count) {
    set(Field.DEVICES, count);
  }

  /** Bytes of memory of each device. */
  public void memory(long bytes) {
    set(Field.MEMORY, bytes);
  }

  /** The driver's version, as cuDriverGetVersion has it: 12060 for 12.6. */
  public void driverVersion(int version) {
    set(Field.DRIVER_VERSION, version);
  }

  /** Whether cuModuleGetFunction finds kernels whose compiler contracted multiply and add. */
  public void contracted(boolean contracted) {
    set(Field.CONTRACTED, contracted ? 1 : 0);
  }

  /**
   * Lets the n-th driver call from now fail. Calls that give something back do so all the same.
   *
   * @param n from 1
   * @param code the CUresult it returns
   */
  public void failAt(long n, int code, Failure failure) {
    failNothing();
    set(Field.FAIL_CODE, code);
    set(Field.STICKY, failure == Failure.STICKY ? 1 : 0);
    set(Field.FAIL_ASYNCHRONOUSLY, failure == Failure.DEFERRED ? 1 : 0);
    set(Field.FAIL_AT, n);
  }

  /** Lets no call fail; ends what a sticky failure began. */
  public void failNothing() {
    set(Field.FAIL_AT, 0);
    set(Field.STICKY, 0);
    set(Field.FAIL_ASYNCHRONOUSLY, 0);
    set(Field.FATAL, 0);
  }

  /** The call that failed at {@link #failAt}'s wish since the last {@link #reset}, the last one. */
  public Optional<String> failedCall() {
    byte[] bytes = new byte[NAME_BYTES];
    file.get(offset(Field.FAILED_CALL), bytes);
    String name = new String(bytes, StandardCharsets.US_ASCII);
    int end = name.indexOf(0);
    return end == 0 ? Optional.empty() : Optional.of(name.substring(0, end));
  }

  /** Driver calls since the last {@link #reset}, but for those that name errors. */
  public long calls() {
    return get(Field.CALLS);
  }

  /** Kernels run. */
  public long launches() {
    return get(Field.LAUNCHES);
  }

  /** Bytes copied from the host to devices. */
  public long bytesToDevice() {
    return get(Field.BYTES_TO_DEVICE);
  }

  /** Bytes copied from devices to the host. */
  public long bytesToHost() {
    return get(Field.BYTES_TO_HOST);
  }

  /** Asynchronous copies that could overlap nothing, since their host memory was not pinned. */
  public long pageableCopies() {
    return get(Field.PAGEABLE_COPIES);
  }

  /** The most bytes that were allocated on all devices together. */
  public long peakDeviceBytes() {
    return get(Field.PEAK_DEVICE_BYTES);
  }

  /** Allocations, streams, events and modules that went with their context, not by themselves. */
  public long leaked() {
    return get(Field.LEAKED);
  }

  /** What is held now. */
  public Held held() {
    return new Held(
        get(Field.DEVICE_ALLOCATIONS),
        get(Field.DEVICE_BYTES),
        get(Field.PINNED_ALLOCATIONS),
        get(Field.PINNED_BYTES),
        get(Field.STREAMS),
        get(Field.EVENTS),
        get(Field.MODULES),
        get(Field.RETAINS),
        get(Field.PUSHED));
  }

  // The order of the fields is what the enum is for.
  @SuppressWarnings("EnumOrdinal")
  private static int offset(Field field) {
    return Long.BYTES * field.ordinal();
  }

  private long get(Field field) {
    return (long) NUMBER.getVolatile(file, offset(field));
  }

  private void set(Field field, long value) {
    NUMBER.setVolatile(file, offset(field), value);
  }
}
