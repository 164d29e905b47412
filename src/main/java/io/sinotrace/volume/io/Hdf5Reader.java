package io.sinotrace.volume.io;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.io.VolumeSource.AxisOrder;
import java.lang.reflect.Array;
import java.util.Arrays;

/** One dataset of numbers in an HDF5 file. It has no world: its grid lies along the axes. */
final class Hdf5Reader implements VolumeReader {
  /** Attribute of a dataset that says how large its voxels are. */
  private static final String SPACING = "spacing";

  @Override
  public OpenVolume open(VolumeFile file, VolumeSource source) {
    Hdf5Storage storage = Hdf5Storage.open(file);
    try {
      return storage.guard(() -> open(storage, file, source));
    } catch (RuntimeException | Error e) {
      storage.close();
      throw e;
    }
  }

  private static OpenVolume open(Hdf5Storage storage, VolumeFile file, VolumeSource source) {
    HdfFile hdf = storage.hdf();
    Dataset dataset = new Hdf5Tree(file, hdf).dataset(source.dataset());
    String path = dataset.getPath();
    Hdf5Types.requireNumbers(file, dataset);
    long[] shape = dataset.getDimensionsAsLong();
    if (shape.length != 3) {
      throw file.fault(
          "dataset %s has shape %s: expected three axes".formatted(path, Arrays.toString(shape)));
    }
    Vec3 spacing = source.spacing() != null ? source.spacing() : spacingOf(file, dataset);
    boolean xyz = source.axes() == AxisOrder.XYZ;
    return new Hdf5Volume(storage, dataset, ArrayGrid.of(file, shape, xyz, spacing), xyz);
  }

  private static Vec3 spacingOf(VolumeFile file, Dataset dataset) {
    Attribute attribute = dataset.getAttribute(SPACING);
    if (attribute == null) {
      throw file.fault(
          ("dataset %s does not say how large its voxels are: expected `volume.spacing`, or an"
                  + " attribute `spacing` of the dataset, three numbers x, y, z in mm")
              .formatted(dataset.getPath()));
    }
    if (attribute.getSize() == 3 && attribute.getDimensionsAsLong().length == 1) {
      Object values = attribute.getData();
      if (Array.get(values, 0) instanceof Number x
          && Array.get(values, 1) instanceof Number y
          && Array.get(values, 2) instanceof Number z) {
        return new Vec3(x.doubleValue(), y.doubleValue(), z.doubleValue());
      }
    }
    throw file.fault(
        "attribute `spacing` of dataset %s: expected three numbers x, y, z in mm"
            .formatted(dataset.getPath()));
  }
}
