package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.description.NamedVolume;
import io.sinotrace.description.SettingKeys;
import io.sinotrace.description.VolumeSpec;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.PartReport;
import io.sinotrace.volume.io.VolumeLoader;
import io.sinotrace.volume.io.file.RangeSink;
import io.sinotrace.volume.io.file.VolumeSource;
import io.sinotrace.volume.io.file.VolumeSource.Part;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * Prints which volumes there are at a path, and what their files say of them: from headers alone,
 * unless the range of the numbers is asked for. Nothing is traced, and nothing is written.
 */
final class Inspection {
  private static final MathContext DIGITS = new MathContext(7);

  private final boolean ranged;
  private final boolean described;
  private final Configuration conf;
  private final PrintWriter out;
  private final PrintWriter err;

  /**
   * Prepares to print.
   *
   * @param ranged whether all voxels are read for their range
   * @param described whether it is said what the numbers mean
   * @param err for warnings
   */
  Inspection(
      boolean ranged, boolean described, Configuration conf, PrintWriter out, PrintWriter err) {
    this.ranged = ranged;
    this.described = described;
    this.conf = conf;
    this.out = out;
    this.err = err;
  }

  /** Prints the volumes; returns the exit code that a run would have as far as they go. */
  int print(VolumeSpec volumes) {
    List<NamedVolume> all = volumes.find(conf, line -> err.printf("warning: %s%n", line));
    err.flush();
    int setAside = 0;
    int unread = 0;
    for (NamedVolume volume : all) {
      out.println(volume.id());
      try {
        print(volume);
      } catch (InputException e) {
        setAside++;
        line("set aside", e.named(SettingKeys::key).getMessage());
      } catch (UncheckedIOException e) {
        setAside++;
        unread++;
        line("failed", Messages.named(e));
      }
    }
    out.printf(
        "%s%s%n",
        Quantity.of(all.size() - setAside, "volume"),
        setAside == 0 ? "" : ", %d set aside".formatted(setAside));
    out.flush();
    return ExitCode.of(all.size() - setAside, setAside, unread);
  }

  private void line(String name, String text) {
    out.printf("  %-8s %s%n", name, text);
  }

  private void print(NamedVolume volume) {
    VolumeSource source = volume.source();
    line("source", source.uri());
    if (volume.fault() != null) {
      throw new InputException(volume.fault());
    }
    if (volume.note() != null) {
      line("warning", volume.note());
    }
    int files = source.slices() == null ? 1 : source.slices().paths().size();
    String size = Quantity.bytes(Math.max(0, volume.bytes()));
    boolean first = true;
    for (Part part : source.parts()) {
      PartReport report = VolumeLoader.report(source, part, ranged, conf);
      if (part.file() != null || part.dataset() != null) {
        line("part", Objects.requireNonNullElse(part.dataset(), part.file()));
      }
      line(
          "format",
          "%s, %s"
              .formatted(
                  report.format().title(),
                  first ? "%s of %s".formatted(Quantity.of(files, "file"), size) : "another file"));
      line("numbers", report.stored());
      if (!report.acquisition().isEmpty()) {
        line(
            "acquired",
            report.acquisition().entrySet().stream()
                .map(one -> one.getKey().replace('_', ' ') + " " + one.getValue())
                .collect(Collectors.joining(", ")));
      }
      if (described) {
        line("units", part.meaning().formula());
      }
      printGrid(report);
      if (report.range() != null) {
        line("range", range(report.range()));
      }
      first = false;
    }
  }

  private void printGrid(PartReport report) {
    VoxelGrid grid = report.grid();
    Vec3 mm = grid.spacing();
    line(
        "grid",
        "%d x %d x %d voxels of %s x %s x %s mm"
            .formatted(
                grid.nx(), grid.ny(), grid.nz(), number(mm.x()), number(mm.y()), number(mm.z())));
    Affine affine = grid.indexToWorld();
    for (int row = 0; row < 3; row++) {
      line(
          row == 0 ? "affine" : "",
          "%s %s %s %s"
              .formatted(
                  number(affine.get(row, 0)),
                  number(affine.get(row, 1)),
                  number(affine.get(row, 2)),
                  number(affine.get(row, 3))));
    }
    line(
        "axes",
        report.knowsSides()
            ? "x, y and z run to the patient's " + sides(affine)
            : "not said to be the patient's");
  }

  /** Returns the side of the patient that each axis runs to, or is nearest to. */
  private static String sides(Affine affine) {
    String[][] names = {{"left", "right"}, {"back", "front"}, {"feet", "head"}};
    List<String> sides = new ArrayList<>();
    for (int axis = 0; axis < 3; axis++) {
      Vec3 direction = affine.column(axis);
      int main = 0;
      for (int k = 1; k < 3; k++) {
        if (Math.abs(direction.get(k)) > Math.abs(direction.get(main))) {
          main = k;
        }
      }
      sides.add(names[main][direction.get(main) > 0 ? 1 : 0]);
    }
    return String.join(", ", sides);
  }

  private static String range(RangeSink range) {
    String finite =
        range.least() > range.greatest()
            ? "no finite numbers"
            : "%s to %s".formatted(number(range.least()), number(range.greatest()));
    return range.notFinite() == 0
        ? finite
        : "%s; %d infinite or no numbers".formatted(finite, range.notFinite());
  }

  /** Returns a number in seven digits, without those that say nothing. */
  private static String number(double number) {
    if (!Double.isFinite(number)) {
      return Double.toString(number);
    }
    BigDecimal digits = new BigDecimal(number).round(DIGITS).stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    return Math.abs(exponent) <= 6 ? digits.toPlainString() : digits.toString();
  }
}
