package io.sinotrace.volume.io.hdf5;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.sinotrace.Setting;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.file.ArrayGrid;
import io.sinotrace.volume.io.file.ArrayLayout;
import io.sinotrace.volume.io.file.OpenVolume;
import io.sinotrace.volume.io.file.RawImage;
import io.sinotrace.volume.io.file.RawImage.Packing;
import io.sinotrace.volume.io.file.SampleType;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.file.VolumeReader;
import io.sinotrace.volume.io.file.VolumeSource.AxisOrder;
import io.sinotrace.volume.io.hdf5.layout.Chunks;
import io.sinotrace.volume.io.hdf5.layout.Hdf5Bytes;
import io.sinotrace.volume.io.hdf5.layout.StoredDataset;
import java.lang.reflect.Array;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One dataset of numbers in an HDF5 file. It has no orientation: its grid lies along the world's
 * axes.
 */
public final class Hdf5Reader implements VolumeReader {
  /** The attribute of a dataset that holds its voxel size. */
  private static final String SPACING = "spacing";

  @Override
  public OpenVolume open(VolumeFile file, ArrayLayout layout) {
    Hdf5Storage storage = Hdf5Storage.open(file);
    try {
      OpenVolume volume = storage.guard(() -> open(storage, layout));
      if (!(volume instanceof Hdf5Volume)) {
        storage.close();
      }
      return volume;
    } catch (RuntimeException | Error e) {
      storage.close();
      throw e;
    }
  }

  private static OpenVolume open(Hdf5Storage storage, ArrayLayout layout) {
    VolumeFile file = storage.file();
    Hdf5Bytes raw = storage.bytes();
    Hdf5Tree tree = new Hdf5Tree(file, storage.hdf());
    String name = layout.dataset();
    Dataset dataset =
        name == null ? tree.only(d -> canBeVolume(stored(raw, d))) : tree.dataset(name);
    StoredDataset stored = stored(raw, dataset);
    long[] shape = stored.shape();
    String what = "dataset %s of shape %s".formatted(dataset.getPath(), Arrays.toString(shape));
    SampleType type = Hdf5Types.sampleType(stored.type());
    if (type == null) {
      throw file.fault("%s: expected %s".formatted(what, Hdf5Types.NUMBERS));
    }
    int first = ArrayGrid.firstAxis(file, what, shape);
    long[] axes = Arrays.copyOfRange(shape, first, first + 3);
    Vec3 spacing = layout.spacing() != null ? layout.spacing() : spacingOf(file, dataset);
    boolean xyz = layout.axes() == AxisOrder.XYZ;
    VoxelGrid grid = ArrayGrid.of(file, axes, xyz, spacing);
    if (!stored.isWritten()) {
      throw file.fault(what + " was never written");
    }
    ByteOrder order = stored.type().order();
    if (!stored.isChunked()) {
      // Other datasets may lie behind it.
      int tail = RawImage.ANY_TAIL;
      long start = stored.position();
      return new RawImage(file, grid, Packing.NONE, start, 0, tail, type, order, xyz, 1, 0);
    }
    Chunks chunks = stored.chunks();
    // Each is decoded as a whole, also what reaches beyond the dataset.
    long most = Math.multiplyExact(RawImage.MAX_EXPANSION, file.length());
    if (chunks.count() > most / chunks.bytes()) {
      throw file.fault(
          "%s claims %d chunks of %s, %d bytes each, more than the file's %d can hold"
              .formatted(
                  what,
                  chunks.count(),
                  Arrays.toString(chunks.size()),
                  chunks.bytes(),
                  file.length()));
    }
    return new Hdf5Volume(storage, chunks, first, grid, xyz, type, order);
  }

  private static StoredDataset stored(Hdf5Bytes bytes, Dataset dataset) {
    return StoredDataset.read(bytes, dataset.getAddress());
  }

  private static boolean canBeVolume(StoredDataset dataset) {
    long[] shape = dataset.shape();
    return Hdf5Types.sampleType(dataset.type()) != null
        && shape.length >= 3
        && Arrays.stream(shape).filter(size -> size != 1).count() <= 3;
  }

  private static Vec3 spacingOf(VolumeFile file, Dataset dataset) {
    Attribute attribute = dataset.getAttribute(SPACING);
    if (attribute == null) {
      throw file.fault(
          Setting.SPACING,
          ("dataset %s does not say how large its voxels are: expected three numbers x, y, z in mm,"
                  + " or an attribute `spacing` of the dataset with them")
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
