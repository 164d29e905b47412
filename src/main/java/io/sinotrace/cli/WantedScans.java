package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.Messages;
import io.sinotrace.sinogram.commit.CommittedScans;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments that say of which scans of a dataset images are made. */
final class WantedScans {
  @Parameters(
      index = "0",
      paramLabel = "DATASET",
      description = "The output.path of a run, on any Hadoop file system.")
  private String dataset = "";

  @Option(
      names = "--scan",
      paramLabel = "ID",
      description = "Which scan; may be given several times. Default: all.")
  private List<String> ids = new ArrayList<>();

  /** Makes all images of a scan. */
  interface Work {
    void of(String id) throws IOException;
  }

  /** Returns where the dataset is. */
  String located(Configuration conf) {
    return RunCommand.located(dataset, conf);
  }

  /**
   * Returns the ids of the scans.
   *
   * @throws InputException if there is none, or not one that is asked for
   */
  List<String> ids(Configuration conf) throws IOException {
    List<String> known = CommittedScans.ofDataset(located(conf), conf).ids();
    if (known.isEmpty()) {
      throw new InputException(dataset + " holds no finished scan");
    }
    for (String id : ids) {
      if (!known.contains(id)) {
        throw new InputException(
            "--scan %s: %s has no such scan: expected %s"
                .formatted(Messages.brief(id), dataset, Messages.anyOf(known)));
      }
    }
    return ids.isEmpty() ? known : ids;
  }

  /**
   * Does it for one scan after the other; of several, one that fails stops no other.
   *
   * @param err is told which failed, and why
   * @return the exit code
   */
  static int each(List<String> wanted, PrintWriter err, Work work) throws IOException {
    if (wanted.size() == 1) {
      work.of(wanted.get(0));
      return ExitCode.DONE;
    }
    int failed = 0;
    int notOfInput = 0;
    for (String id : wanted) {
      try {
        work.of(id);
      } catch (InputException e) {
        failed++;
        err.printf("%s: %s%n", id, e.getMessage());
      } catch (InsufficientMemoryException e) {
        failed++;
        notOfInput++;
        err.printf("%s: %s%n", id, e.getMessage());
      } catch (IOException e) {
        failed++;
        notOfInput++;
        err.printf("%s: %s%n", id, Messages.reason(e));
      }
    }
    err.flush();
    return ExitCode.of(wanted.size() - failed, failed, notOfInput);
  }
}
