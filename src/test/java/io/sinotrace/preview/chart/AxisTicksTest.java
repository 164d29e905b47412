package io.sinotrace.preview.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.preview.chart.AxisTicks.Mark;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AxisTicksTest {
  private static List<String> labels(List<Mark> marks) {
    return marks.stream().map(Mark::label).toList();
  }

  /** 180 views 2 degrees apart in 360 rows: the last view is at 358, in the last two rows. */
  @Test
  void theAnglesEndAtTheLastView() {
    Axis axis = new Axis("view angle", Axis.Unit.DEGREE, 0, 358);
    List<Mark> marks = AxisTicks.down(axis, new AxisScaling(180, 360));
    assertEquals(List.of("0", "45", "90", "135", "180", "225", "270", "315", "358"), labels(marks));
    assertEquals(new Mark(1, "0"), marks.get(0));
    assertEquals(new Mark(359, "358"), marks.get(8));
  }

  /** A round number too near to the end gives way: 1440 is not reached, 1350 is far enough. */
  @Test
  void soDoThoseOfAHelixAndOfAFallingScan() {
    Axis helix = new Axis("view angle", Axis.Unit.DEGREE, 0, 1438);
    List<String> labels = labels(AxisTicks.down(helix, new AxisScaling(720, 720)));
    assertEquals("0", labels.get(0));
    assertEquals("1350", labels.get(labels.size() - 2));
    assertEquals("1438", labels.get(labels.size() - 1));
    Axis falling = new Axis("view angle", Axis.Unit.DEGREE, 10, -349.5);
    List<String> down = labels(AxisTicks.down(falling, new AxisScaling(720, 720)));
    assertEquals("10", down.get(0));
    assertEquals("\u2212349.5", down.get(down.size() - 1));
  }

  @Test
  void numbersEndAtTheLastToo() {
    Axis axis = new Axis("detector column", Axis.Unit.INDEX, 0, 319);
    assertEquals(
        List.of("0", "50", "100", "150", "200", "250", "300", "319"),
        labels(AxisTicks.across(axis, new AxisScaling(320, 640))));
    assertEquals(
        List.of("0", "1"),
        labels(AxisTicks.down(new Axis("view", Axis.Unit.INDEX, 0, 1), new AxisScaling(2, 400))));
  }

  /** Lengths are marked where they are round, and nowhere else. */
  @Test
  void lengthsAreNotMarkedAtTheirEnds() {
    Axis axis = new Axis("u", Axis.Unit.MILLIMETRE, -119.25, 119.25);
    assertEquals(
        List.of("\u2212100", "\u221250", "0", "50", "100"),
        labels(AxisTicks.across(axis, new AxisScaling(160, 480))));
  }

  @Test
  void rowsThatAreApartHaveNames() {
    Axis axis = Axis.labelled("slice", List.of("24", "40", "56"));
    assertEquals(
        List.of(new Mark(50, "24"), new Mark(150, "40"), new Mark(250, "56")),
        AxisTicks.down(axis, new AxisScaling(3, 300)));
    // Of very many, every so many: 200 names in 400 rows have two each, and 20 are needed.
    Axis many = Axis.labelled("slice", IntStream.range(0, 200).mapToObj(k -> "" + 2 * k).toList());
    assertEquals(
        List.of("0", "20", "40"),
        labels(AxisTicks.down(many, new AxisScaling(200, 400))).subList(0, 3));
  }

  @Test
  void noTextsTouch() {
    for (int n : new int[] {2, 3, 7, 12, 100, 999}) {
      for (double last : new double[] {0.001, 0.9, 7, 358, 1438, 359.999, 1e7, -123.456}) {
        for (Axis.Unit unit : Axis.Unit.values()) {
          for (int pixels : new int[] {160, 400, 1024}) {
            Axis axis = new Axis("x", unit, 0, unit == Axis.Unit.INDEX ? n - 1 : last);
            String context = axis + " in " + pixels;
            List<Mark> across = AxisTicks.across(axis, new AxisScaling(n, pixels));
            for (int k = 1; k < across.size(); k++) {
              int room = across.get(k).pixel() - across.get(k - 1).pixel();
              int half = StrokeFont.width(across.get(k).label(), 1) / 2;
              int before = StrokeFont.width(across.get(k - 1).label(), 1) / 2;
              assertTrue(room > half + before, context + ": " + across);
            }
            List<Mark> down = AxisTicks.down(axis, new AxisScaling(n, pixels));
            for (int k = 1; k < down.size(); k++) {
              int room = down.get(k).pixel() - down.get(k - 1).pixel();
              assertTrue(room > StrokeFont.CAP_HEIGHT, context + ": " + down);
            }
          }
        }
      }
    }
  }
}
