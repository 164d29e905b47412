package io.sinotrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the host of a virtual machine did with the time of its processors: figures taken while it
 * served others are too low, and no figure by itself shows that.
 *
 * @param used ticks that this machine's programs and system ran for, since it started
 * @param stolen ticks in which they wanted to run and the host ran something else
 */
record HostTime(long used, long stolen) {
  private static final Path STAT = Path.of("/proc/stat");

  /** Returns the time until now; nothing where the system does not tell (it is not Linux). */
  static Optional<HostTime> now() {
    try {
      return Files.isReadable(STAT)
          ? Optional.of(parse(Files.readAllLines(STAT).get(0)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads the line of all processors, {@code cpu user nice system idle iowait irq softirq steal}.
   */
  static HostTime parse(String line) {
    String[] ticks = line.strip().split(" +", -1);
    long used = 0;
    for (int field : new int[] {1, 2, 3, 6, 7}) {
      used += Long.parseLong(ticks[field]);
    }
    return new HostTime(used, Long.parseLong(ticks[8]));
  }

  /** Returns the share that was stolen of the time that this machine has wanted since then. */
  double stolenSince(HostTime then) {
    long wanted = used - then.used + stolen - then.stolen;
    return wanted == 0 ? 0 : (double) (stolen - then.stolen) / wanted;
  }
}
