package io.sinotrace.spark.values;

import io.sinotrace.physics.protocol.RowRays;
import io.sinotrace.sinogram.ValueColumn;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a query's value columns are made of: which given columns have to be traced or read, and what
 * is worked out from them.
 */
public final class RowValues implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<ValueColumn> given;
  private final List<Derivation> derived = new ArrayList<>();
  private final boolean needsBeam;
  private final int earlierViews;

  /**
   * What derives some columns.
   *
   * @param needs the index of each needed column among the given ones
   * @param ofRays whether it is worked out of each ray of a pixel, not of their mean
   * @param columns how many it gives
   */
  private record Derivation(DerivedColumns.Prepared how, int[] needs, boolean ofRays, int columns)
      implements Serializable {}

  /** Of each asked column: the index among the given ones, or -1. */
  private final int[] indexOfGiven;

  /** Of each asked column: the index of what derives it, or -1, and of the column there. */
  private final int[] indexOfDerived;

  private final int[] indexInDerived;

  /**
   * Finds out what is needed.
   *
   * @param columns of the table
   * @param asked columns of the query, each of them a column of the table
   */
  public RowValues(ValueColumns columns, List<ValueColumn> asked) {
    Set<ValueColumn> needed = new LinkedHashSet<>();
    List<DerivedColumns> sources = new ArrayList<>();
    this.indexOfDerived = new int[asked.size()];
    this.indexInDerived = new int[asked.size()];
    Arrays.fill(indexOfDerived, -1);
    for (int i = 0; i < asked.size(); i++) {
      ValueColumn column = asked.get(i);
      DerivedColumns source = columns.given().contains(column) ? null : deriving(columns, column);
      if (source == null) {
        needed.add(column);
      } else {
        needed.addAll(source.needs());
        if (!sources.contains(source)) {
          sources.add(source);
        }
        indexOfDerived[i] = sources.indexOf(source);
        indexInDerived[i] = source.columns().indexOf(column);
      }
    }
    this.given = List.copyOf(needed);
    this.indexOfGiven = asked.stream().mapToInt(given::indexOf).toArray();
    this.needsBeam = sources.stream().anyMatch(DerivedColumns::needsBeam);
    this.earlierViews = sources.stream().mapToInt(DerivedColumns::earlierViews).max().orElse(0);
    // Of dozens of protocols each takes some time.
    sources.parallelStream().forEach(DerivedColumns::prepare);
    for (DerivedColumns source : sources) {
      int[] needs = source.needs().stream().mapToInt(given::indexOf).toArray();
      derived.add(
          new Derivation(source.prepare(), needs, source.isOfRays(), source.columns().size()));
    }
  }

  private static @Nullable DerivedColumns deriving(ValueColumns columns, ValueColumn column) {
    for (DerivedColumns some : columns.derived()) {
      if (some.columns().contains(column)) {
        return some;
      }
    }
    return null;
  }

  /** Returns the columns that have to be traced or read. */
  public List<ValueColumn> given() {
    return given;
  }

  /** Returns whether rows depend on where source and pixels are, so that poses are needed. */
  public boolean needsBeam() {
    return needsBeam;
  }

  /** Returns on how many earlier views of a row its values depend. */
  public int earlierViews() {
    return earlierViews;
  }

  /** The current row of the columns that are traced or read. */
  public interface Pixels {
    /** Returns the array that holds it. */
    float[] values();

    /**
     * Returns where it begins in {@link #values}.
     *
     * @param column which of the columns that are needed
     */
    int offset(int column);

    /** Returns how many pixels it has. */
    int columns();

    /** Returns the array that holds the rays of its pixels. */
    default float[] rays() {
      return values();
    }

    /** Returns how many lines of rays it has. */
    default int lines() {
      return 1;
    }

    /** Returns where a line of rays begins in {@link #rays}. */
    default int rayOffset(int line, int column) {
      return offset(column);
    }

    /** Returns how many rays of a pixel follow each other in a line. */
    default int sideBySide() {
      return 1;
    }
  }

  /** The values of one scan's rows, one row after the other. Not for several threads. */
  public final class Row {
    private final DerivedColumns.Rows[] rows = new DerivedColumns.Rows[derived.size()];
    private final float[][] @Nullable [] results = new float[derived.size()][][];

    /**
     * Makes room for rows.
     *
     * @param scan its id
     * @param beam of the scan; not null if rows depend on it
     */
    public Row(String scan, @Nullable ScanBeam beam, int pixels) {
      for (int d = 0; d < results.length; d++) {
        rows[d] = derived.get(d).how().rows(scan, beam, pixels);
        results[d] = new float[derived.get(d).columns()][];
      }
      for (int i = 0; i < indexOfDerived.length; i++) {
        if (indexOfDerived[i] >= 0) {
          results[indexOfDerived[i]][indexInDerived[i]] = new float[pixels];
        }
      }
    }

    /** Works out what is derived from the current row. */
    public void update(DerivedColumns.Place place, Pixels row) {
      for (int d = 0; d < results.length; d++) {
        rows[d].compute(place, rays(d, row), results[d]);
      }
    }

    /** Takes note of the current row, of an earlier view on which others depend. */
    public void precede(DerivedColumns.Place place, Pixels row) {
      for (int d = 0; d < results.length; d++) {
        rows[d].precede(place, rays(d, row), results[d]);
      }
    }

    private RowRays rays(int d, Pixels row) {
      int[] needs = derived.get(d).needs();
      boolean single = derived.get(d).ofRays();
      int[][] offsets = new int[single ? row.lines() : 1][needs.length];
      for (int line = 0; line < offsets.length; line++) {
        for (int k = 0; k < needs.length; k++) {
          offsets[line][k] = single ? row.rayOffset(line, needs[k]) : row.offset(needs[k]);
        }
      }
      return single
          ? new RowRays(row.rays(), offsets, row.sideBySide())
          : new RowRays(row.values(), offsets, 1);
    }

    /** Returns a copy of the pixels of an asked column. */
    public float[] copy(Pixels row, int asked) {
      float[] pixels = new float[row.columns()];
      copy(row, asked, pixels, 0);
      return pixels;
    }

    /** Copies the pixels of an asked column to a place in an array. */
    public void copy(Pixels row, int asked, float[] into, int at) {
      if (indexOfDerived[asked] >= 0) {
        float[] derivedPixels = results[indexOfDerived[asked]][indexInDerived[asked]];
        System.arraycopy(derivedPixels, 0, into, at, row.columns());
      } else {
        System.arraycopy(row.values(), row.offset(indexOfGiven[asked]), into, at, row.columns());
      }
    }
  }
}
