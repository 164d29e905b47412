package io.sinotrace.description.physics;

import io.sinotrace.description.text.NamedSection;
import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.physics.beam.Bowtie;
import io.sinotrace.physics.detector.Afterglow;
import io.sinotrace.physics.detector.BrokenPixels;
import io.sinotrace.physics.detector.Crosstalk;
import io.sinotrace.physics.detector.DetectorResponse;
import io.sinotrace.physics.detector.DetectorResponse.Kind;
import io.sinotrace.physics.detector.Electronics;
import io.sinotrace.physics.protocol.Protocol;
import io.sinotrace.physics.protocol.Protocol.QuantumModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Reads a protocol of a description. Where a setting has a list of values, there is a protocol of
 * each, whose name says which: {@code head_80kv}, {@code head_120kv}.
 */
final class ProtocolReader {
  static final List<String> KEYS = List.of("beam", "dose", "detector", "reference-energy");

  private ProtocolReader() {}

  private static QuantumModel quantumNoise(Section detector, Kind kind) {
    if (kind == Kind.COUNTING) {
      detector.refuse("quantum-noise", "goes with type: integrating alone, since counts are exact");
      return QuantumModel.MATCHED;
    }
    return detector.choice("quantum-noise", QuantumModel.class, QuantumModel.MATCHED);
  }

  static List<Protocol> read(NamedSection named, double referenceEnergy, Configuration conf) {
    Section section = named.section();
    Section beam = section.section("beam");
    List<BeamReader.Named> beams = BeamReader.read(beam, conf);
    @Nullable Bowtie bowtie = BeamReader.bowtie(beam, conf);
    List<DoseReader.Named> doses = DoseReader.read(section, beam.has("energy"));
    Section detector = section.section("detector");
    DetectorResponse response = ResponseReader.response(detector);
    Crosstalk crosstalk = ResponseReader.crosstalk(detector);
    Afterglow afterglow = ResponseReader.afterglow(detector);
    Electronics electronics = ResponseReader.electronics(detector);
    BrokenPixels broken = ResponseReader.broken(detector, electronics);
    QuantumModel noise = quantumNoise(detector, response.kind());
    double reference = section.number("reference-energy", NumberRange.ENERGY, referenceEnergy);
    List<Protocol> protocols = new ArrayList<>();
    for (BeamReader.Named eachBeam : beams) {
      for (DoseReader.Named eachDose : doses) {
        Supplier<Protocol> protocol =
            () ->
                new Protocol(
                    named.name() + eachBeam.suffix() + eachDose.suffix(),
                    eachBeam.beam(),
                    bowtie,
                    eachDose.dose(),
                    response,
                    crosstalk,
                    afterglow,
                    electronics,
                    broken,
                    noise,
                    reference);
        Value model = detector.value("quantum-noise");
        protocols.add(model == null ? protocol.get() : model.located(protocol));
      }
    }
    return protocols;
  }
}
