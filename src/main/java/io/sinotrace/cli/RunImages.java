package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.Messages;
import io.sinotrace.description.OutputSpec;
import io.sinotrace.description.ScanDescription;
import io.sinotrace.description.image.ImageSpec;
import io.sinotrace.sinogram.commit.SetAside;
import io.sinotrace.spark.SparkSettings;
import io.sinotrace.spark.StoredVolumes;
import io.sinotrace.spark.image.ImageJob;
import io.sinotrace.spark.image.ImageJob.Existing;
import io.sinotrace.spark.job.BatchPlan;
import io.sinotrace.spark.job.BatchProgress;
import io.sinotrace.spark.job.ScanFault;
import io.sinotrace.spark.job.ScanFault.Kind;
import io.sinotrace.spark.job.ScanReport;
import io.sinotrace.spark.job.SinogramJob;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;

/** The images of a run: of all scans that are there when it has traced. */
final class RunImages implements SinogramJob.Listener {
  private final ScanDescription description;
  private final Reporter reporter;
  private final StoredVolumes volumes = StoredVolumes.of(SparkSettings.session());
  private final Set<String> there = new TreeSet<>();

  /** Prepares to make those of a description; passes on to the reporter what it is told. */
  RunImages(ScanDescription description, Reporter reporter) {
    this.description = description;
    this.reporter = reporter;
  }

  @Override
  public void message(String line) {
    reporter.message(line);
  }

  @Override
  public void planned(BatchPlan plan) {
    new ComparisonCheck(description, volumes).check(plan.toDo());
    reporter.planned(plan);
  }

  @Override
  public void started(BatchProgress progress) {
    reporter.started(progress);
  }

  @Override
  public void there(BatchPlan.Entry scan, String location) {
    there.add(scan.id());
    reporter.there(scan, location);
  }

  @Override
  public void done(ScanReport report) {
    there.add(report.id());
    reporter.done(report);
  }

  @Override
  public void setAside(BatchPlan.Entry scan, ScanFault fault) {
    reporter.setAside(scan, fault);
  }

  /** Makes them, scan by scan; one that cannot be made stops no other. */
  void make() throws IOException {
    if (there.isEmpty()) {
      return;
    }
    OutputSpec output = SinogramJob.output(description);
    Existing existing = output.overwrite() ? Existing.REPLACE : Existing.REPLACE_OUTDATED;
    String backend = description.compute().backend();
    SparkSession spark = SparkSettings.session();
    Map<String, ImageJob> jobs = new LinkedHashMap<>();
    for (ImageSpec image : description.images()) {
      jobs.put(image.name(), new ImageJob(output.path(), image, existing, backend, volumes, spark));
    }
    SetAside setAside = SetAside.read(output.path(), volumes.conf());
    for (String id : there) {
      setAside.forgetImagesBut(id, jobs.keySet());
      jobs.forEach((name, job) -> make(id, name, job, setAside));
      setAside.write();
    }
  }

  private void make(String id, String name, ImageJob job, SetAside setAside) {
    ScanFault fault;
    try {
      reporter.image(job.run(id));
      setAside.forgetImage(id, name);
      return;
    } catch (InputException e) {
      fault = new ScanFault(Kind.CONFLICT, e.getMessage());
    } catch (InsufficientMemoryException e) {
      fault = new ScanFault(Kind.MEMORY, e.getMessage());
    } catch (IOException e) {
      fault = new ScanFault(Kind.FAILURE, Messages.reason(e));
    }
    setAside.addImage(id, name, fault.kind().name(), fault.message());
    reporter.imageFailed(id, name, fault);
  }
}
