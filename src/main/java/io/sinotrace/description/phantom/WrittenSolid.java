package io.sinotrace.description.phantom;

import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Value;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.volume.phantom.HalfSpace;
import io.sinotrace.volume.phantom.Solid;
import io.sinotrace.volume.phantom.Solid.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A solid of a phantom, as it was written.
 *
 * @param solid of channel 0
 * @param isOfMaterial whether it has a material, or vacuum, in place of mu
 * @param material null for vacuum, and where it has mu
 * @param section what was written, with all defaults
 */
record WrittenSolid(
    Solid solid, boolean isOfMaterial, @Nullable Material material, Map<String, Object> section) {
  /** The most half-spaces, and rotations, of a solid. */
  private static final int MOST_PARTS = 100;

  private static final String SHAPE = "shape";
  private static final String CENTER = "center";
  private static final String SIZE = "size";
  private static final String ROTATION = "rotation";
  private static final String CLIP = "clip";
  private static final String MODE = "mode";
  private static final String MU = "mu";
  private static final String MATERIAL = "material";
  private static final String DENSITY = "density";
  private static final List<String> KEYS =
      List.of(SHAPE, CENTER, SIZE, ROTATION, CLIP, MODE, MU, MATERIAL, DENSITY);

  private static final String VACUUM = "vacuum";
  private static final String REPLACE = "replace";
  private static final String AXIS = "axis";
  private static final String DEGREES = "degrees";
  private static final String NORMAL = "normal";
  private static final String AT = "at";

  private static final String POINT = "three numbers of mm, [x, y, z]";
  private static final String EXTENT =
      "a length in mm, or three of them along the solid's own axes as [a, b, c]";
  private static final String TURN = "an axis and an angle, such as {axis: [0, 0, 1], degrees: 30}";
  private static final String HALF = "a plane, such as {normal: [0, 0, 1], at: 20}";

  /**
   * Reads one.
   *
   * @throws io.sinotrace.InputException that names what is at fault
   */
  static WrittenSolid read(Value value) {
    Keys keys =
        new Keys(value, KEYS, "a solid, such as {shape: ellipsoid, size: [20, 30, 40], mu: 0.02}");
    Map<String, Object> section = new LinkedHashMap<>();
    Shape shape = keys.required(SHAPE, "ellipsoid, box or cylinder").choice(Shape.class);
    section.put(SHAPE, Value.word(shape));
    Value place = keys.get(CENTER);
    Vec3 center = place == null ? Vec3.ZERO : vector(place, NumberRange.SHIFT, POINT);
    section.put(CENTER, list(center));
    Vec3 size = extent(keys.required(SIZE, EXTENT));
    section.put(SIZE, list(size));
    Material material = material(keys, section);
    boolean isOfMaterial = keys.get(MATERIAL) != null;
    // A tenth: mm of path then give g/cm^2.
    double mu = !isOfMaterial ? mu(keys, section) : material == null ? 0 : 0.1 * material.density();
    Solid solid = Solid.of(shape, center, size.times(0.5), mu);
    solid = turned(solid, keys.get(ROTATION), section);
    solid = clipped(solid, keys.get(CLIP), section);
    Value mode = keys.get(MODE);
    boolean replaces = mode != null && mode.choice(List.of("add", REPLACE)).equals(REPLACE);
    section.put(MODE, replaces ? REPLACE : "add");
    if (isOfMaterial && material == null && !replaces) {
      throw value.error("is vacuum that adds nothing: expected mode: replace");
    }
    return new WrittenSolid(replaces ? solid.replacing() : solid, isOfMaterial, material, section);
  }

  private static double mu(Keys keys, Map<String, Object> section) {
    if (keys.get(DENSITY) != null) {
      throw keys.required(DENSITY, "").error("goes with material alone");
    }
    String expected = "mu in 1/mm, or a material";
    double mu = keys.required(MU, expected).number(NumberRange.MU, NumberRange.MU.description());
    section.put(MU, mu);
    return mu;
  }

  private static @Nullable Material material(Keys keys, Map<String, Object> section) {
    Value value = keys.get(MATERIAL);
    if (value == null) {
      return null;
    }
    if (keys.get(MU) != null) {
      throw keys.required(MU, "").error("cannot go with material: expected one of the two");
    }
    Value density = keys.get(DENSITY);
    if (value.is(VACUUM)) {
      if (density != null) {
        throw density.error("does not go with vacuum");
      }
      section.put(MATERIAL, VACUUM);
      return null;
    }
    String name = value.text("a material, or vacuum");
    Material material = value.located(() -> Materials.named(name));
    if (density != null) {
      material = material.withDensity(density.number(NumberRange.DENSITY));
    } else if (!NumberRange.DENSITY.contains(material.density())) {
      throw value.error("has no density of its own: expected density beside it, in g/cm^3");
    }
    section.put(MATERIAL, material.name());
    section.put(DENSITY, material.density());
    return material;
  }

  private static Solid turned(Solid solid, @Nullable Value value, Map<String, Object> section) {
    if (value == null) {
      return solid;
    }
    Solid turned = solid;
    List<Object> written = new ArrayList<>();
    for (Value turn : some(value, TURN)) {
      Keys keys = new Keys(turn, List.of(AXIS, DEGREES), TURN);
      Vec3 axis = direction(keys.required(AXIS, TURN));
      double degrees = keys.required(DEGREES, TURN).number(NumberRange.DEGREES);
      turned = turned.turned(axis, degrees);
      written.add(new TreeMap<String, Object>(Map.of(AXIS, list(axis), DEGREES, degrees)));
    }
    section.put(ROTATION, written);
    return turned;
  }

  private static Solid clipped(Solid solid, @Nullable Value value, Map<String, Object> section) {
    if (value == null) {
      return solid;
    }
    Solid clipped = solid;
    List<Object> written = new ArrayList<>();
    for (Value clip : some(value, HALF)) {
      Keys keys = new Keys(clip, List.of(NORMAL, AT), HALF);
      Vec3 normal = direction(keys.required(NORMAL, HALF));
      double at = keys.required(AT, HALF).number(NumberRange.SHIFT);
      clipped = clipped.clipped(new HalfSpace(normal, at * normal.norm()));
      written.add(new TreeMap<String, Object>(Map.of(NORMAL, list(normal), AT, at)));
    }
    section.put(CLIP, written);
    return clipped;
  }

  /** Returns parts of a solid; with more of them each ray would take too long. */
  private static List<Value> some(Value value, String expected) {
    List<Value> parts = value.oneOrMore(expected).toList();
    if (parts.size() > MOST_PARTS) {
      throw value.error("has %d: expected at most %d".formatted(parts.size(), MOST_PARTS));
    }
    return parts;
  }

  private static Vec3 direction(Value value) {
    Vec3 direction = vector(value, NumberRange.PITCH, "a direction, [x, y, z]");
    if (!(direction.norm() > 1e-6)) {
      throw value.error("has no direction: expected one that is longer than 1e-6");
    }
    return direction;
  }

  private static Vec3 extent(Value value) {
    if (!value.isList()) {
      double all = value.number(NumberRange.LENGTH, EXTENT);
      return new Vec3(all, all, all);
    }
    return vector(value, NumberRange.LENGTH, EXTENT);
  }

  private static Vec3 vector(Value value, NumberRange range, String expected) {
    List<Value> items = value.items(expected);
    if (items.size() != 3) {
      throw value.expected(expected);
    }
    return new Vec3(
        items.get(0).number(range), items.get(1).number(range), items.get(2).number(range));
  }

  private static List<Double> list(Vec3 v) {
    return List.of(v.x(), v.y(), v.z());
  }
}
