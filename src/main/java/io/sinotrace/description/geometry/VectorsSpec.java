package io.sinotrace.description.geometry;

import io.sinotrace.description.poses.PoseFile;
import io.sinotrace.description.text.HadoopFiles;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.View;
import io.sinotrace.volume.VoxelGrid;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A scan whose poses were given freely, one by one.
 *
 * @param views in the order of the file
 */
record VectorsSpec(Beam beam, int rows, int columns, List<View> views) implements GeometrySpec {
  /** The beams that free poses can have. */
  enum FreeBeam {
    CONE(Beam.CONE),
    PARALLEL(Beam.PARALLEL);

    private final Beam beam;

    FreeBeam(Beam beam) {
      this.beam = beam;
    }
  }

  private static final String POSES = "a .csv or .json file of poses";

  static VectorsSpec read(Section section, Configuration conf) {
    Panel panel = new DetectorReader(section, "type: vectors").counted();
    Beam beam = section.choice("beam", FreeBeam.class).beam;
    List<View> views = section.attempt(() -> views(section, beam, conf), List.of());
    return new VectorsSpec(beam, panel.rows(), panel.columns(), views);
  }

  private static List<View> views(Section section, Beam beam, Configuration conf) {
    Value file = section.required("file", POSES);
    String text = file.text(POSES);
    Path path = HadoopFiles.qualify(file.place(), "geometry.file", text, conf);
    section.note("file", path.toString());
    PoseFile poses = PoseFile.read(file, path, beam, conf);
    section.note("file-sha256", poses.sha256());
    return poses.views();
  }

  @Override
  public Geometry compile(VoxelGrid grid) {
    return new Geometry(beam, Detector.flat(rows, columns), views);
  }

  @Override
  public String title() {
    return Value.word(beam) + " beam, free poses";
  }
}
