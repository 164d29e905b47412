package io.sinotrace.preview.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** Chooses the marks along the axes of an image, so that no text overlaps another. */
final class AxisTicks {
  /** Room for one mark along a horizontal and a vertical axis. */
  private static final int ROOM_ACROSS = 64;

  private static final int ROOM_DOWN = 44;

  /** Between the texts of two marks. */
  private static final int GAP = 10;

  /**
   * A mark.
   *
   * @param pixel of the image's row or column, from the first sample's side
   * @param label the text beside it
   */
  record Mark(int pixel, String label) {}

  private AxisTicks() {}

  /** Returns the marks below an image. */
  static List<Mark> across(Axis axis, AxisScaling scaling) {
    return marks(axis, scaling, ROOM_ACROSS, label -> StrokeFont.width(label, 1));
  }

  /** Returns the marks left of an image. */
  static List<Mark> down(Axis axis, AxisScaling scaling) {
    return marks(axis, scaling, ROOM_DOWN, label -> StrokeFont.CAP_HEIGHT);
  }

  /** Returns the width of the widest text. */
  static int widest(List<Mark> marks) {
    return marks.stream().mapToInt(mark -> StrokeFont.width(mark.label(), 1)).max().orElse(0);
  }

  private static List<Mark> marks(
      Axis axis, AxisScaling scaling, int room, ToIntFunction<String> length) {
    if (axis.isLabelled()) {
      return named(axis, scaling, length);
    }
    int n = scaling.samples();
    if (axis.pitch(n) == 0) {
      return List.of(mark(axis, scaling, Ticks.single((axis.first() + axis.last()) / 2)));
    }
    for (int most = Math.max(3, scaling.pixels() / room); ; most--) {
      List<Mark> marks = withEnds(axis, scaling, round(axis, scaling, most), length);
      if (most == 1 || clear(marks, length)) {
        return marks;
      }
    }
  }

  /** Returns a mark for every row or column that has a name, or for every second, third or so. */
  private static List<Mark> named(Axis axis, AxisScaling scaling, ToIntFunction<String> length) {
    int n = axis.labels().size();
    for (int step = 1; ; step++) {
      int every = step;
      List<Mark> marks =
          IntStream.range(0, n)
              .filter(k -> k % every == 0)
              .mapToObj(k -> mark(axis, scaling, new Ticks.Tick(k, axis.labels().get(k))))
              .toList();
      if (clear(marks, length)) {
        return marks;
      }
    }
  }

  private static List<Mark> round(Axis axis, AxisScaling scaling, int most) {
    double half = Math.abs(axis.pitch(scaling.samples())) / 2;
    double lo = Math.min(axis.first(), axis.last()) - half;
    double hi = Math.max(axis.first(), axis.last()) + half;
    if (axis.unit().marksEnds()) {
      // Beyond the middles of the first and the last there is nothing to count.
      lo += half;
      hi -= half;
    }
    return Ticks.between(lo, hi, most, axis.unit()).stream()
        .map(tick -> mark(axis, scaling, tick))
        .sorted(Comparator.comparingInt(Mark::pixel))
        .toList();
  }

  /** Adds marks at the ends of an axis that wants them; round ones too near to them are dropped. */
  private static List<Mark> withEnds(
      Axis axis, AxisScaling scaling, List<Mark> round, ToIntFunction<String> length) {
    if (!axis.unit().marksEnds()) {
      return round;
    }
    Mark first = mark(axis, scaling, Ticks.exact(axis.first()));
    Mark last = mark(axis, scaling, Ticks.exact(axis.last()));
    List<Mark> marks = new ArrayList<>();
    marks.add(first);
    round.stream()
        .filter(m -> clear(List.of(first, m), length) && clear(List.of(m, last), length))
        .forEach(marks::add);
    marks.add(last);
    return marks;
  }

  /** Returns whether the texts of marks that follow each other do not touch. */
  private static boolean clear(List<Mark> marks, ToIntFunction<String> length) {
    return IntStream.range(1, marks.size())
        .allMatch(
            k -> {
              Mark a = marks.get(k - 1);
              Mark b = marks.get(k);
              int texts = length.applyAsInt(a.label()) + length.applyAsInt(b.label());
              return b.pixel() - a.pixel() >= texts / 2 + GAP;
            });
  }

  private static Mark mark(Axis axis, AxisScaling scaling, Ticks.Tick tick) {
    int n = scaling.samples();
    double pitch = axis.pitch(n);
    double sample = pitch == 0 ? (n - 1) / 2.0 : (tick.value() - axis.first()) / pitch;
    int pixel = (int) Math.floor((sample + 0.5) * scaling.factor());
    return new Mark(Math.max(0, Math.min(scaling.pixels() - 1, pixel)), tick.label());
  }
}
