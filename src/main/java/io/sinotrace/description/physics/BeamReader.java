package io.sinotrace.description.physics;

import io.sinotrace.description.text.HadoopFiles;
import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.physics.NumberName;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.physics.beam.BeamQuality;
import io.sinotrace.physics.beam.Bowtie;
import io.sinotrace.physics.beam.BowtieText;
import io.sinotrace.physics.beam.Filter;
import io.sinotrace.physics.beam.HeelEffect;
import io.sinotrace.physics.beam.HeelEffect.Side;
import io.sinotrace.physics.beam.QuantumSource;
import io.sinotrace.physics.beam.Spectrum;
import io.sinotrace.physics.beam.SpectrumText;
import io.sinotrace.physics.beam.TubeModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Reads which quanta a protocol has: the section {@code beam}. */
final class BeamReader {
  static final List<String> KEYS =
      List.of("kvp", "anode-angle", "anode-towards", "spectrum", "energy", "filters", "bowtie");
  static final List<String> BOWTIE = List.of("material", "table", "columns");

  private static final double ANODE_ANGLE = 12;
  private static final int MOST_BYTES = 1_000_000;
  private static final String FILTERS =
      "millimetres by material, such as {aluminium: 2.5, copper: 0.1}";
  private static final String SPECTRUM =
      "a file of energies in keV and quanta, or a list of such pairs";
  private static final String COLUMNS = "a thickness in mm for each column of the detector";
  private static final String TABLE =
      "a file of fan angles in degrees and thicknesses in mm, or a list of such pairs";

  private BeamReader() {}

  /**
   * One of the beams of a list.
   *
   * @param suffix of the protocol's name; empty where there is no list
   */
  record Named(String suffix, BeamQuality beam) {}

  static List<Named> read(Section section, Configuration conf) {
    List<Filter> filters = filters(section);
    List<String> there =
        List.of("kvp", "spectrum", "energy").stream().filter(section::has).toList();
    if (there.size() != 1) {
      throw there.isEmpty()
          ? section.missing("kvp", "the voltage of a tube, or else spectrum or energy")
          : section
              .required(there.get(1), "")
              .error("cannot go with %s: expected one of them".formatted(there.get(0)));
    }
    if (!section.has("kvp")) {
      section.refuse("anode-angle", "goes with kvp alone");
      section.refuse("anode-towards", "goes with kvp alone");
    }
    return switch (there.get(0)) {
      case "kvp" -> tubes(section, filters);
      case "spectrum" -> List.of(new Named("", new BeamQuality(spectrum(section, conf), filters)));
      default -> List.of(new Named("", new BeamQuality(line(section), filters)));
    };
  }

  private static List<Named> tubes(Section section, List<Filter> filters) {
    double angle = section.number("anode-angle", NumberRange.ANODE_ANGLE, ANODE_ANGLE);
    Value value = section.required("kvp", "");
    String expected = "a voltage in kV, or a list of them";
    List<Double> voltages =
        value.oneOrMore(expected).map(each -> each.number(NumberRange.VOLTAGE)).toList();
    section.note("kvp", value.isList() ? voltages : voltages.get(0));
    List<Named> tubes = new ArrayList<>();
    @Nullable Side anode =
        section.has("anode-towards") ? section.choice("anode-towards", Side.class) : null;
    for (double kv : voltages) {
      String suffix = value.isList() ? "_%skv".formatted(NumberName.of(kv)) : "";
      TubeModel tube = value.located(() -> new TubeModel(kv, angle));
      @Nullable HeelEffect heel = anode == null ? null : new HeelEffect(tube, anode);
      tubes.add(new Named(suffix, new BeamQuality(tube, filters, heel)));
    }
    return tubes;
  }

  private static QuantumSource line(Section section) {
    Spectrum line =
        new Spectrum(new double[] {section.number("energy", NumberRange.ENERGY)}, new double[] {1});
    return line::cutAt;
  }

  private static QuantumSource spectrum(Section section, Configuration conf) {
    Value value = section.required("spectrum", SPECTRUM);
    Spectrum spectrum;
    if (value.isList()) {
      List<double[]> pairs = pairs(value, SPECTRUM);
      spectrum = value.located(() -> spectrum(pairs));
    } else {
      spectrum = SpectrumText.parse(text(value, SPECTRUM, conf), value.text(SPECTRUM));
    }
    // Inline, so that who reads the scan later needs no file.
    section.note("spectrum", pairs(spectrum.energies(), spectrum.quanta()));
    return spectrum::cutAt;
  }

  private static Spectrum spectrum(List<double[]> pairs) {
    pairs.forEach(pair -> Material.checkEnergy(pair[0]));
    return new Spectrum(column(pairs, 0), column(pairs, 1));
  }

  private static List<Filter> filters(Section section) {
    Value value = section.value("filters");
    List<Filter> filters = new ArrayList<>();
    Map<String, Double> noted = new LinkedHashMap<>();
    if (value != null) {
      value
          .entries(FILTERS)
          .forEach(
              (name, millimetres) -> {
                double mm = millimetres.number(NumberRange.GAP);
                noted.put(name, mm);
                filters.add(millimetres.located(() -> new Filter(Materials.named(name), mm)));
              });
      section.note("filters", noted);
    }
    return filters;
  }

  /** Reads the bowtie; returns null if there is none. */
  static @Nullable Bowtie bowtie(Section beam, Configuration conf) {
    if (!beam.has("bowtie")) {
      return null;
    }
    Section section = beam.section("bowtie");
    Value name = section.required("material", "a material");
    String word = section.note("material", name.text("a material"));
    Material material = name.located(() -> Materials.named(word));
    if (section.exactlyOne("table", "columns", TABLE).equals("columns")) {
      List<Double> columns =
          section.required("columns", COLUMNS).items(COLUMNS).stream()
              .map(each -> each.number(NumberRange.GAP))
              .toList();
      section.note("columns", columns);
      return section
          .required("columns", COLUMNS)
          .located(
              () ->
                  Bowtie.byColumn(
                      material, columns.stream().mapToDouble(Double::doubleValue).toArray()));
    }
    Value table = section.required("table", TABLE);
    Bowtie bowtie;
    if (table.isList()) {
      List<double[]> pairs = pairs(table, TABLE);
      bowtie = table.located(() -> Bowtie.byFanAngle(material, column(pairs, 0), column(pairs, 1)));
    } else {
      bowtie = BowtieText.parse(text(table, TABLE, conf), table.text(TABLE), material);
    }
    section.note("table", pairs(bowtie.positions(), bowtie.millimetres()));
    return bowtie;
  }

  private static String text(Value value, String expected, Configuration conf) {
    String name = value.text(expected);
    Path file = HadoopFiles.qualify(value.location(), "the table", name, conf);
    byte[] bytes = HadoopFiles.read(value.where(), file, MOST_BYTES, expected, conf);
    return HadoopFiles.utf8(bytes, value.where(), expected);
  }

  private static List<double[]> pairs(Value value, String expected) {
    List<double[]> pairs = new ArrayList<>();
    for (Value item : value.items(expected)) {
      List<Value> two = item.items(expected);
      if (two.size() != 2) {
        throw item.expected("two numbers");
      }
      pairs.add(two.stream().mapToDouble(number -> number.number(NumberRange.TABLE)).toArray());
    }
    return pairs;
  }

  private static List<List<Double>> pairs(double[] first, double[] second) {
    return IntStream.range(0, first.length).mapToObj(i -> List.of(first[i], second[i])).toList();
  }

  private static double[] column(List<double[]> pairs, int index) {
    return pairs.stream().mapToDouble(pair -> pair[index]).toArray();
  }
}
