package io.sinotrace.spark.job;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.Setting;
import io.sinotrace.description.ScanSpec;
import io.sinotrace.sinogram.commit.Catalog;
import io.sinotrace.sinogram.commit.CommittedScan;
import io.sinotrace.sinogram.commit.Fingerprint;
import io.sinotrace.sinogram.commit.SetAside;
import io.sinotrace.spark.job.ScanFault.Kind;
import io.sinotrace.volume.io.InputFile;
import io.sinotrace.volume.io.VolumeFormat;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a run has to do for a scan that is wanted: from the manifests, what earlier runs set
 * aside, and the lengths and times of the inputs; a header is read, and a checksum computed, only
 * where these do not tell.
 */
final class Triage {
  private final Catalog catalog;
  private final SetAside earlier;
  private final Rules rules;
  private final long now;
  private final UnaryOperator<InputException> located;

  /**
   * What a run is told.
   *
   * @param overwrite whether scans that are there are computed again
   * @param replaceChanged whether a scan whose input has changed is computed again
   * @param minAgeMillis an input that was written later than so long ago is left for the next run
   * @param checksums whether inputs are read to see if they changed, although their times did not
   * @param retry whether inputs that an earlier run set aside are tried again
   */
  record Rules(
      boolean overwrite,
      boolean replaceChanged,
      long minAgeMillis,
      boolean checksums,
      boolean retry) {}

  /**
   * What was decided.
   *
   * @param id of the scan in the dataset: that of the scan that is there, if there is one
   * @param existing the scan that is there; null if there is none
   * @param fault why the scan is not to be computed; null if it is, or is there
   */
  record Verdict(
      ScanState state, String id, @Nullable CommittedScan existing, @Nullable ScanFault fault) {}

  /**
   * Prepares to decide.
   *
   * @param earlier what earlier runs set aside
   * @param now in milliseconds
   * @param located names in a fault the place of the setting that it is about
   */
  Triage(
      Catalog catalog,
      SetAside earlier,
      Rules rules,
      long now,
      UnaryOperator<InputException> located) {
    this.catalog = catalog;
    this.earlier = earlier;
    this.rules = rules;
    this.now = now;
    this.located = located;
  }

  /** Decides without opening the input; null if its header is needed. */
  @Nullable Verdict unopened(ScanSpec scan) {
    for (CommittedScan there : catalog.bySource(scan.volume().uri())) {
      if (isUnchanged(there, scan) && !rules.checksums() && !rules.overwrite()) {
        Map<String, String> sums = sums(there);
        if (there.fingerprint().equals(fingerprint(scan, sums))) {
          return new Verdict(ScanState.THERE, there.id(), there, null);
        }
        if (there.id().equals(scan.id()) && scan.fault() == null) {
          return decide(scan, sums);
        }
      }
    }
    if (scan.fault() != null) {
      return refused(ScanState.UNREADABLE, scan, Kind.CONFLICT, scan.fault());
    }
    if (isYoung(scan.modified())) {
      return young(scan, scan.volume().uri());
    }
    // Of several files, those beside the volume's own may have changed.
    boolean again =
        rules.retry()
            || VolumeFormat.mayHavePartners(scan.volume().uri())
            || !scan.volume().others().isEmpty()
            || scan.volume().slices() != null;
    String reason = again ? null : earlier.reason(scan.id(), Kind.INPUT.name(), input(scan));
    return reason == null ? null : refused(ScanState.SET_ASIDE, scan, Kind.INPUT, reason);
  }

  /** Returns whether the first survey is to compute checksums. */
  boolean needsSums(ScanSpec scan) {
    List<CommittedScan> same = catalog.bySource(scan.volume().uri());
    if (same.isEmpty()) {
      // Perhaps a volume that was moved.
      return catalog.get(scan.id()) != null;
    }
    // Of several files the survey first finds out whether one has changed.
    return rules.checksums() || same.stream().allMatch(there -> there.inputs().size() == 1);
  }

  private boolean isYoung(long modified) {
    return rules.minAgeMillis() > 0 && now - modified < rules.minAgeMillis();
  }

  private Verdict young(ScanSpec scan, String file) {
    return refused(
        ScanState.CHANGING,
        scan,
        Kind.CHANGING,
        "%s: was written less than %d s ago and may not be complete: left for the next run (%s)"
            .formatted(file, rules.minAgeMillis() / 1000, "volume.min-age"));
  }

  /** Decides from the survey; null if checksums are needed, which it has not. */
  @Nullable Verdict surveyed(ScanSpec scan, ScanSurvey survey) {
    List<CommittedScan> same = catalog.bySource(scan.volume().uri());
    if (same.stream().noneMatch(there -> isUnchanged(there, survey.inputs()))) {
      for (InputFile beside : survey.inputs()) {
        if (isYoung(beside.modified())) {
          return young(scan, scan.volume().shown(beside.name()));
        }
      }
    }
    ScanFault fault = survey.fault();
    if (fault != null) {
      ScanState state = fault.kind() == Kind.CHANGING ? ScanState.CHANGING : ScanState.UNREADABLE;
      return new Verdict(state, scan.id(), null, fault);
    }
    Map<String, String> sums = sums(scan, survey);
    if (sums == null) {
      return needsSums(scan) || !catalog.bySource(scan.volume().uri()).isEmpty()
          ? null
          : fresh(scan);
    }
    return decide(scan, sums);
  }

  /** Returns the checksums of the inputs as far as they are known; else null. */
  private @Nullable Map<String, String> sums(ScanSpec scan, ScanSurvey survey) {
    if (survey.inputs().stream().allMatch(input -> input.sha256() != null)) {
      Map<String, String> sums = new LinkedHashMap<>();
      survey.inputs().forEach(i -> sums.put(i.name(), Objects.requireNonNull(i.sha256())));
      return sums;
    }
    return catalog.bySource(scan.volume().uri()).stream()
        .filter(there -> !rules.checksums() && isUnchanged(there, survey.inputs()))
        .map(Triage::sums)
        .findFirst()
        .orElse(null);
  }

  private Verdict decide(ScanSpec scan, Map<String, String> sums) {
    String wanted = fingerprint(scan, sums);
    for (CommittedScan there : catalog.bySource(scan.volume().uri())) {
      if (there.fingerprint().equals(wanted)) {
        return there(there);
      }
    }
    CommittedScan taken = taken(scan);
    if (taken == null) {
      return fresh(scan);
    }
    if (taken.fingerprint().equals(wanted)) {
      return there(taken);
    }
    boolean sameVoxels = sorted(sums(taken).values()).equals(sorted(sums.values()));
    boolean sameSource = taken.source().equals(scan.volume().uri());
    if (!sameVoxels && !sameSource) {
      return conflict(
          scan,
          "%s of %s, not of %s; expected another path: a scan of another volume is never replaced"
              .formatted(taken.id(), taken.source(), scan.volume().uri()));
    }
    if (rules.overwrite()) {
      return new Verdict(ScanState.OVERWRITTEN, taken.id(), taken, null);
    }
    boolean sameSettings = taken.fingerprint().equals(fingerprint(scan, sums(taken)));
    if (sameSettings && rules.replaceChanged()) {
      return new Verdict(ScanState.CHANGED, taken.id(), taken, null);
    }
    return conflict(
        scan,
        sameSettings
            ? "%s of another content of the input (%s); expected another path, output.on-change=replace or output.overwrite=true"
                .formatted(taken.id(), changes(sums(taken), sums))
            : "%s of %s; expected another path, or output.overwrite=true"
                .formatted(taken.id(), differences(taken, scan)));
  }

  /**
   * Returns the scan in whose place a scan would be. Where there is one geometry, it is that of the
   * same volume, whatever id it has.
   */
  private @Nullable CommittedScan taken(ScanSpec scan) {
    CommittedScan taken = catalog.get(scan.id());
    if (taken != null || scan.geometry().name() != null) {
      return taken;
    }
    return catalog.bySource(scan.volume().uri()).stream()
        .filter(there -> !there.id().contains("--"))
        .findFirst()
        .orElse(null);
  }

  /** Decides on a scan of which the dataset has none: there may be a manifest that says nothing. */
  private Verdict fresh(ScanSpec scan) {
    Catalog.Unreadable problem = catalog.unreadable(scan.id());
    if (problem == null) {
      return new Verdict(ScanState.NEW, scan.id(), null, null);
    }
    return problem.ofStorage()
        ? refused(ScanState.UNREADABLE, scan, Kind.FAILURE, problem.why())
        : refused(ScanState.CONFLICT, scan, Kind.CONFLICT, problem.why());
  }

  private Verdict there(CommittedScan scan) {
    return new Verdict(
        rules.overwrite() ? ScanState.OVERWRITTEN : ScanState.THERE, scan.id(), scan, null);
  }

  private Verdict conflict(ScanSpec scan, String what) {
    InputException fault =
        new InputException(Setting.OUTPUT, "%s holds scan %s".formatted(catalog.root(), what));
    return refused(ScanState.CONFLICT, scan, Kind.CONFLICT, located.apply(fault).getMessage());
  }

  private static Verdict refused(ScanState state, ScanSpec scan, Kind kind, String message) {
    return new Verdict(state, scan.id(), null, new ScanFault(kind, message));
  }

  /** Returns whether the only file of a scan's input is as it was; false if there are several. */
  private static boolean isUnchanged(CommittedScan there, ScanSpec scan) {
    return there.inputs().size() == 1
        && there.inputs().get(0).bytes() == scan.bytes()
        && there.inputs().get(0).modified() == scan.modified();
  }

  private static boolean isUnchanged(CommittedScan there, List<InputFile> now) {
    return there.inputs().size() == now.size()
        && there.inputs().stream()
            .allMatch(
                then ->
                    now.stream()
                        .anyMatch(
                            file ->
                                file.name().equals(then.name())
                                    && file.bytes() == then.bytes()
                                    && file.modified() == then.modified()));
  }

  private static Map<String, String> sums(CommittedScan scan) {
    Map<String, String> sums = new LinkedHashMap<>();
    scan.inputs().forEach(input -> sums.put(input.name(), input.sha256()));
    return sums;
  }

  private static String fingerprint(ScanSpec scan, Map<String, String> sums) {
    return Fingerprint.of(scan.arithmetic(), sums, scan.settings());
  }

  private static List<String> sorted(Collection<String> sums) {
    return sums.stream().sorted().toList();
  }

  /** Returns which checksums differ; of several files those that have changed are named. */
  private static String changes(Map<String, String> then, Map<String, String> now) {
    return now.entrySet().stream()
        .filter(file -> !file.getValue().equals(then.get(file.getKey())))
        .map(
            file ->
                "%sSHA-256 %s, now %s"
                    .formatted(
                        now.size() == 1 ? "" : file.getKey() + ": ",
                        brief(then.getOrDefault(file.getKey(), "none")),
                        brief(file.getValue())))
        .collect(Collectors.joining("; "));
  }

  private static String brief(String sum) {
    return sum.substring(0, Math.min(12, sum.length()));
  }

  private String differences(CommittedScan taken, ScanSpec scan) {
    try {
      return catalog.differences(taken, scan.settings());
    } catch (IOException e) {
      return "other settings (%s)".formatted(Messages.reason(e));
    }
  }

  /** Returns what a fault of the input depends on. */
  static SetAside.Input input(ScanSpec scan) {
    return new SetAside.Input(
        scan.volume().uri(), scan.bytes(), scan.modified(), fingerprint(scan, Map.of()));
  }
}
