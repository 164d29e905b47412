package io.sinotrace.sinogram.commit;

/** What became of the commit of a scan. */
public enum CommitOutcome {
  /** It is there. */
  COMMITTED,
  /** Another run has committed the same values meanwhile. */
  ALREADY_THERE,
  /** Another run has committed something else under its id meanwhile; that stays. */
  LOST
}
