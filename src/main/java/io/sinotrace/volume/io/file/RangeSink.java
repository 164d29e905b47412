package io.sinotrace.volume.io.file;

/** Keeps the range of numbers alone, so that a file of any size takes no memory. */
public final class RangeSink implements VoxelSink {
  private double least = Double.POSITIVE_INFINITY;
  private double greatest = Double.NEGATIVE_INFINITY;
  private long notFinite;

  @Override
  public void run(long first, double[] numbers, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (Double.isFinite(numbers[i])) {
        least = Math.min(least, numbers[i]);
        greatest = Math.max(greatest, numbers[i]);
      } else {
        notFinite++;
      }
    }
  }

  @Override
  public void column(int x, int y, int z, double[] numbers, int from, int count) {
    run(0, numbers, from, count);
  }

  @Override
  public void hashed(VolumeFile whole, String sum) {
    // Nothing is compared with it.
  }

  /** Returns the least finite number; infinity if there is none. */
  public double least() {
    return least;
  }

  /** Returns the greatest finite number; minus infinity if there is none. */
  public double greatest() {
    return greatest;
  }

  /** Returns how many numbers are infinite or none. */
  public long notFinite() {
    return notFinite;
  }
}
