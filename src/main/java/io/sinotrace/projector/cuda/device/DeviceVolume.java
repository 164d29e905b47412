package io.sinotrace.projector.cuda.device;

import io.sinotrace.volume.DerivedForm;
import io.sinotrace.volume.Volume;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A volume on one GPU: a copy of it for each axis that was wanted to be the fastest in memory. The
 * volume owns it; when it is closed, the device's memory is free again.
 */
public final class DeviceVolume implements DerivedForm {
  private final Gpu gpu;
  private final Volume volume;

  /** What its copies know it by. */
  private final Object identity = new Object();

  private DeviceVolume(Gpu gpu, Volume volume) {
    this.gpu = gpu;
    this.volume = volume;
  }

  /** Returns a volume's form on a GPU; nothing is uploaded yet. */
  public static DeviceVolume of(Volume volume, Gpu gpu) {
    return volume.derivedForms().get(DeviceVolume.class, gpu, () -> new DeviceVolume(gpu, volume));
  }

  /**
   * Leases a copy, uploading it if it is not there yet. The device's context must be current.
   *
   * @param fastest the axis that should be fastest in memory; where there is no room for that, one
   *     that lies there otherwise is leased
   * @param reserve bytes of the device's memory that have to stay free
   * @param slots to upload with
   * @return null where there is no room for it
   */
  public DeviceVolumes.@Nullable Lease lease(int fastest, long reserve, List<StreamSlot> slots) {
    return gpu.volumes().lease(identity, volume, fastest, reserve, slots);
  }

  @Override
  public void close() {
    gpu.giveBack(() -> gpu.volumes().free(identity));
  }
}
