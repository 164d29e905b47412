package io.sinotrace.volume.io.vtk;

import io.sinotrace.volume.io.file.ArrayLayout;
import io.sinotrace.volume.io.file.OpenVolume;
import io.sinotrace.volume.io.file.TextVoxels;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.file.VolumeReader;
import io.sinotrace.volume.io.vtk.VtiHeader.Coding;

/**
 * VTK image data with one array of numbers, of its points or of its cells. The format has neither
 * units nor sides of a patient: coordinates are taken as mm in the world.
 */
public final class VtiReader implements VolumeReader {
  @Override
  public OpenVolume open(VolumeFile file, ArrayLayout layout) {
    VtiHeader header = VtiHeader.read(file);
    return header.coding() == Coding.ASCII
        ? new TextVoxels(file, header.grid(), header.start(), header.end(), header.type())
        : new VtiVolume(file, header);
  }
}
