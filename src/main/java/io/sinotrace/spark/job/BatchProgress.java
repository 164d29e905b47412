package io.sinotrace.spark.job;

/** How far a batch is; may be asked at any time. */
public final class BatchProgress {
  private final int scans;
  private final int earlier;
  private final long rays;
  private final long start = System.nanoTime();
  private int done;
  private int setAside;
  private int left;
  private long raysDone;
  private long raysSettled;

  /** Begins, with nothing of the plan done. */
  BatchProgress(BatchPlan plan) {
    this.scans = plan.scans().size();
    this.earlier = plan.counts().getOrDefault(ScanState.THERE, 0);
    this.rays = plan.toDo().stream().mapToLong(BatchPlan.Entry::rays).sum();
  }

  synchronized void traced(long more) {
    raysDone += more;
    raysSettled += more;
  }

  /** Counts a scan that is done. */
  synchronized void done() {
    done++;
  }

  /** Counts a scan that is set aside. */
  synchronized void setAside(BatchPlan.Entry entry) {
    setAside++;
    settled(entry);
  }

  /** Counts a scan that is left for the next run. */
  synchronized void left(BatchPlan.Entry entry) {
    left++;
    settled(entry);
  }

  private void settled(BatchPlan.Entry entry) {
    if (entry.state().isToDo()) {
      raysSettled += entry.rays();
    }
  }

  /** Returns the present figures. */
  public synchronized Snapshot now() {
    return new Snapshot(
        scans,
        earlier,
        done,
        setAside,
        left,
        rays,
        raysDone,
        raysSettled,
        (System.nanoTime() - start) * 1e-9);
  }

  /**
   * The figures of one moment.
   *
   * @param scans that are wanted
   * @param earlier how many of them were there before
   * @param done how many this run has committed
   * @param setAside how many it has set aside
   * @param left how many it leaves for the next run, since their input is being written
   * @param rays to be traced by this run
   * @param raysDone how many of them are traced and written
   * @param raysSettled how many are traced, or will not be
   * @param seconds since the first task
   */
  public record Snapshot(
      int scans,
      int earlier,
      int done,
      int setAside,
      int left,
      long rays,
      long raysDone,
      long raysSettled,
      double seconds) {
    /** Returns how many scans are still to be done. */
    public int toGo() {
      return scans - earlier - done - setAside - left;
    }

    /** Returns rays traced a second; 0 at the beginning. */
    public double rate() {
      return seconds > 0 ? raysDone / seconds : 0;
    }

    /** Returns about how many seconds are left; NaN as long as nothing is known. */
    public double secondsToGo() {
      return raysDone == 0 ? Double.NaN : (rays - raysSettled) / rate();
    }
  }
}
