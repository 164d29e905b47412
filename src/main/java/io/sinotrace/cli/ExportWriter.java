package io.sinotrace.cli;

import io.sinotrace.export.Export;
import io.sinotrace.export.ExportPart;
import io.sinotrace.export.PixelBlock;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.commit.FinishedScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of an export: each detector row to its place as it is read, so that a tile of
 * the dataset, and a file that is not written by rows, are all that is held in memory. One file is
 * open at a time.
 */
final class ExportWriter implements AutoCloseable {
  private final List<ExportPart> parts;
  private final List<Path> files;
  private final List<Path> shown;

  /** The part that has each view's pixels. */
  private final int[] partOfView;

  private int open = -1;
  private @Nullable ExportPartFile file;

  /**
   * Begins the files.
   *
   * @param files where the parts are written to
   * @param shown the same in messages
   */
  private ExportWriter(int views, List<ExportPart> parts, List<Path> files, List<Path> shown)
      throws IOException {
    this.parts = parts;
    this.files = files;
    this.shown = shown;
    this.partOfView = new int[views];
    for (int p = 0; p < parts.size(); p++) {
      begin(p);
      PixelBlock pixels = parts.get(p).pixels();
      if (pixels != null) {
        for (int k = 0; k < pixels.views(); k++) {
          partOfView[pixels.firstView() + k] = p;
        }
      }
    }
  }

  /**
   * Writes the files of a scan.
   *
   * @param transmission whether exp(-x) is written in place of x
   * @param files where the parts are written to
   * @param shown the same in messages
   */
  static void write(
      FinishedScan scan,
      String column,
      boolean transmission,
      Export export,
      List<Path> files,
      List<Path> shown)
      throws IOException {
    try (ExportWriter writer = new ExportWriter(scan.views(), export.parts(), files, shown)) {
      scan.forEachRow(
          List.of(new ValueColumn(column)),
          (view, row, pixels) ->
              writer.row(view, row, transmission ? transmissions(pixels) : pixels));
    }
  }

  private static float[] transmissions(float[] lineIntegrals) {
    float[] transmissions = new float[lineIntegrals.length];
    for (int c = 0; c < transmissions.length; c++) {
      transmissions[c] = (float) StrictMath.exp(-lineIntegrals[c]);
    }
    return transmissions;
  }

  /** Writes what comes before the pixels, and nothing else: a scan may be read a second time. */
  private void begin(int part) throws IOException {
    try {
      Files.write(files.get(part), parts.get(part).head());
    } catch (IOException e) {
      throw OutputFile.unwritable(shown.get(part), e);
    }
  }

  private void row(int view, int row, float[] pixels) throws IOException {
    int part = partOfView[view];
    if (open != part) {
      close();
    }
    try {
      file(part).row(view, row, pixels);
    } catch (IOException e) {
      throw OutputFile.unwritable(shown.get(part), e);
    }
  }

  private ExportPartFile file(int part) throws IOException {
    if (file == null) {
      PixelBlock block = parts.get(part).pixels();
      if (block == null) {
        throw new IllegalStateException("a view without pixels");
      }
      file = new ExportPartFile(files.get(part), block, parts.get(part).head().length);
      open = part;
    }
    return file;
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      ExportPartFile last = file;
      file = null;
      try {
        last.close();
      } catch (IOException e) {
        throw OutputFile.unwritable(shown.get(open), e);
      }
    }
  }
}
