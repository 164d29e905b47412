package io.sinotrace.spark.job;

import io.sinotrace.InputException;
import io.sinotrace.volume.io.InputState;
import io.sinotrace.volume.io.file.VolumeSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/**
 * Checks that all tasks of a scan decoded the bytes that its manifest names.
 *
 * <p>A file may be replaced while a scan is being traced, and the machines of a cluster may each
 * have a file of their own under one path.
 */
public final class InputAgreement {
  /**
   * A file that changes during both attempts is probably still being written to; more attempts
   * might never end.
   */
  private static final int ATTEMPTS = 2;

  private final InputState state;
  private final Map<String, String> sha256;

  private InputAgreement(InputState state, Map<String, String> sha256) {
    this.state = state;
    this.sha256 = sha256;
  }

  /** What traces a scan. */
  public interface Trace<T> {
    T trace() throws IOException;
  }

  /** The driver and the tasks did not read the same bytes. */
  private static final class Disagreement extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final InputException why;

    Disagreement(InputException why) {
      super(why);
      this.why = why;
    }
  }

  /**
   * Traces a scan, and once more if its tasks and the driver did not read the same bytes.
   *
   * @param again receives why it is traced once more
   * @throws InputException if they did not the second time either
   */
  public static <T> T withRetry(Trace<T> scan, Consumer<String> again) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return scan.trace();
      } catch (Disagreement e) {
        if (attempt == ATTEMPTS) {
          throw e.why;
        }
        again.accept(e.why.getMessage());
      }
    }
  }

  /**
   * Reads the input on the driver, before the tasks do.
   *
   * @throws InputException if it cannot be read, or changes meanwhile
   */
  public static InputAgreement of(VolumeSource source, Configuration conf) {
    InputState state = InputState.of(source, conf);
    return new InputAgreement(state, state.sha256());
  }

  /** Returns the SHA-256 of each file of the input, by name. */
  public Map<String, String> sha256() {
    return sha256;
  }

  /**
   * Checks what the tasks report about their input, none of which failed for lack of memory. Must
   * be called within {@link #withRetry}.
   *
   * @throws InputException if it cannot be used
   */
  public void check(List<TileResult> results) {
    for (TileResult result : results) {
      if (result.fault() != null) {
        InputException fault = new InputException(result.fault().message());
        if (state.isCurrent()) {
          throw fault;
        }
        // The file was replaced: the fault may be that of the old one alone.
        throw new Disagreement(fault);
      }
      if (!result.inputs().equals(sha256)) {
        throw new Disagreement(state.isCurrent() ? state.differs() : state.changed());
      }
    }
  }
}
