package io.sinotrace.spark.job;

import io.sinotrace.InputException;
import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.description.OutputSpec;
import io.sinotrace.description.OutputSpec.OnChange;
import io.sinotrace.description.ScanDescription;
import io.sinotrace.description.ScanSpec;
import io.sinotrace.sinogram.commit.Catalog;
import io.sinotrace.sinogram.commit.CommittedScan;
import io.sinotrace.sinogram.commit.SetAside;
import io.sinotrace.spark.job.BatchPlan.Entry;
import io.sinotrace.spark.job.Triage.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds out what a run has to do, with as few looks at its inputs as possible. */
final class BatchPlanner {
  private final Catalog catalog;
  private final FileCheck files;
  private final Triage triage;
  private final ScanSurvey.Surveyor surveyor;
  private final MemoryCheck memory;
  private final UnaryOperator<InputException> located;

  /** What is wrong with the files of scans that are there, by id. */
  private final Map<String, String> damage = new HashMap<>();

  /** Checks that a scan fits into the memory that the settings give. */
  interface MemoryCheck {
    /**
     * Checks one.
     *
     * @throws InsufficientMemoryException if it does not
     */
    void check(ScanSpec scan, ScanSurvey.Found found);
  }

  /** Finds out what is wrong with the files of scans that are there. */
  interface FileCheck {
    /** Returns why a scan is damaged, in one line, by the ids of those that are. */
    Map<String, String> damage(List<CommittedScan> there) throws IOException;
  }

  /** What is known of a scan so far. */
  private static final class Draft {
    private final int number;
    private final ScanSpec scan;
    private @Nullable Verdict verdict;
    private ScanSurvey.@Nullable Found found;

    Draft(int number, ScanSpec scan) {
      this.number = number;
      this.scan = scan;
    }
  }

  BatchPlanner(
      Catalog catalog,
      FileCheck files,
      Triage triage,
      ScanSurvey.Surveyor surveyor,
      MemoryCheck memory,
      UnaryOperator<InputException> located) {
    this.catalog = catalog;
    this.files = files;
    this.triage = triage;
    this.surveyor = surveyor;
    this.memory = memory;
    this.located = located;
  }

  /** Makes the planner of a description. */
  static BatchPlanner of(
      ScanDescription description,
      SinogramJob.Options options,
      Catalog catalog,
      SetAside setAside,
      ScanSurvey.Surveyor surveyor,
      FileCheck files) {
    OutputSpec output = SinogramJob.output(description);
    Triage.Rules rules =
        new Triage.Rules(
            output.overwrite(),
            output.onChange() == OnChange.REPLACE,
            Math.round(description.volume().minAge() * 1000),
            options.checksums(),
            options.retry());
    return new BatchPlanner(
        catalog,
        files,
        new Triage(catalog, setAside, rules, System.currentTimeMillis(), description::located),
        surveyor,
        (scan, found) -> ExecutorMemory.check(found.demand(description.compute(), scan.volume())),
        description::located);
  }

  /** Plans all scans that are wanted. */
  BatchPlan plan(List<ScanSpec> scans) throws IOException {
    List<Draft> drafts = new ArrayList<>();
    for (ScanSpec scan : scans) {
      Draft draft = new Draft(drafts.size(), scan);
      draft.verdict = triage.unopened(scan);
      drafts.add(draft);
    }
    lookForDamage(drafts);
    List<Draft> unknown = drafts.stream().filter(this::isToBeSurveyed).toList();
    survey(unknown, drafts, false);
    survey(unknown.stream().filter(draft -> draft.verdict == null).toList(), drafts, true);
    lookForDamage(unknown);
    List<Entry> entries = drafts.stream().map(this::entry).toList();
    return new BatchPlan(entries, unwanted(entries));
  }

  private void lookForDamage(List<Draft> drafts) throws IOException {
    List<CommittedScan> there = new ArrayList<>();
    for (Draft draft : drafts) {
      Verdict verdict = draft.verdict;
      if (verdict != null && verdict.state() == ScanState.THERE) {
        there.add(Objects.requireNonNull(verdict.existing()));
      }
    }
    damage.putAll(files.damage(there));
  }

  private boolean isToBeSurveyed(Draft draft) {
    return draft.verdict == null
        || (draft.verdict.state() == ScanState.THERE && damage.containsKey(draft.verdict.id()));
  }

  private void survey(List<Draft> some, List<Draft> all, boolean summed) {
    List<ScanSurvey.Request> requests =
        some.stream()
            .map(
                draft ->
                    new ScanSurvey.Request(
                        draft.number, draft.scan, summed || triage.needsSums(draft.scan)))
            .toList();
    if (requests.isEmpty()) {
      return;
    }
    for (ScanSurvey survey : surveyor.survey(requests)) {
      Draft draft = all.get(survey.number());
      draft.found = survey.found();
      draft.verdict = triage.surveyed(draft.scan, survey);
    }
  }

  private Entry entry(Draft draft) {
    Verdict verdict = Objects.requireNonNull(draft.verdict);
    ScanState state = verdict.state();
    ScanFault fault = verdict.fault();
    String damaged = state == ScanState.THERE ? damage.get(verdict.id()) : null;
    if (damaged != null) {
      state = ScanState.DAMAGED;
    }
    if (state.isToDo()) {
      try {
        memory.check(draft.scan, Objects.requireNonNull(draft.found));
      } catch (InsufficientMemoryException e) {
        state = ScanState.TOO_LARGE;
        fault = new ScanFault(ScanFault.Kind.MEMORY, e.getMessage());
      } catch (InputException e) {
        // It cannot be cut as the description asks.
        state = ScanState.UNREADABLE;
        fault = new ScanFault(ScanFault.Kind.CONFLICT, located.apply(e).getMessage());
      }
    }
    return new Entry(
        draft.number,
        draft.scan,
        state,
        verdict.id(),
        verdict.existing(),
        fault,
        draft.found,
        damaged);
  }

  private List<CommittedScan> unwanted(List<Entry> wanted) {
    Set<String> ids = new HashSet<>();
    for (Entry entry : wanted) {
      ids.add(entry.id());
      ids.add(entry.scan().id());
    }
    return catalog.all().stream().filter(scan -> !ids.contains(scan.id())).toList();
  }
}
