package io.sinotrace.description.geometry;

import io.sinotrace.description.poses.PoseFile;
import io.sinotrace.description.text.HadoopFiles;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.View;
import io.sinotrace.volume.VoxelGrid;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A scan whose poses come from a file, one a view.
 *
 * @param views in the order of the file
 */
record VectorsSpec(Beam beam, DetectorSize size, List<View> views) implements GeometrySpec {
  /** The beams of such scans. */
  enum FreeBeam {
    CONE(Beam.CONE),
    PARALLEL(Beam.PARALLEL);

    private final Beam beam;

    FreeBeam(Beam beam) {
      this.beam = beam;
    }
  }

  /** The key of the file of poses. */
  static final String FILE = "file";

  private static final String POSES = "a .csv or .json file of poses";

  static VectorsSpec read(Section section, Configuration conf) {
    DetectorSize size = new DetectorReader(section, "type: vectors").size();
    Beam beam = section.choice("beam", FreeBeam.class).beam;
    List<View> views = section.attempt(() -> views(section, beam, conf), List.of());
    return new VectorsSpec(beam, size, views);
  }

  private static List<View> views(Section section, Beam beam, Configuration conf) {
    Value file = section.required(FILE, POSES);
    String text = file.text(POSES);
    Path path = HadoopFiles.qualify(file.location(), "geometry.file", text, conf);
    section.note(FILE, path.toString());
    PoseFile poses = PoseFile.read(file, path, beam, conf);
    section.note("file-sha256", poses.sha256());
    return poses.views();
  }

  @Override
  public Geometry compile(VoxelGrid grid) {
    return new Geometry(beam, Detector.flat(size.rows(), size.columns()), views);
  }

  @Override
  public boolean isParallel() {
    return beam == Beam.PARALLEL;
  }

  @Override
  public String title() {
    return Value.word(beam) + " beam, free poses";
  }
}
