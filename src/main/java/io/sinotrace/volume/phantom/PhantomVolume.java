package io.sinotrace.volume.phantom;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sinotrace.volume.Channels;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.VoxelWriter;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * A phantom that stands for a volume without a file: all that is needed to put it on its grid.
 *
 * @param name what it is called
 * @param phantom in the world
 * @param grid of the voxels
 * @param samples see {@link Voxelizer#voxelize}
 * @param exact whether it is scanned by its own line integrals, not by those of its voxels
 */
public record PhantomVolume(
    String name, Phantom phantom, VoxelGrid grid, int samples, boolean exact)
    implements Serializable {
  /** Returns what stands for the path of a file: {@code phantom:/} and the name. */
  public String uri() {
    return "phantom:/" + name;
  }

  /** Returns the channels of the volume. */
  public Channels channels() {
    return phantom.channels();
  }

  /** Returns what is scanned, in a few words, as it is recorded. */
  public String formula() {
    if (exact) {
      return quantity() + " of the phantom itself, without voxels: line integrals are exact";
    }
    return quantity()
        + " of the phantom, "
        + (samples == 1
            ? "at the voxel's centre"
            : "the mean of %1$d x %1$d x %1$d points".formatted(samples));
  }

  private String quantity() {
    return channels().names().isEmpty() ? "mu" : "densities";
  }

  /**
   * Returns the voxels: the same bits each time, and on each machine.
   *
   * @param writer of a new volume of {@link #channels} on {@link #grid}
   */
  public Volume voxels(VoxelWriter writer) {
    return Voxelizer.voxelize(phantom, grid, samples, writer);
  }

  /**
   * Returns the solids written out, a line each, with all bits of their numbers: two phantoms of
   * one text are equal.
   */
  public String text() {
    return phantom.solids().stream()
        .map(solid -> solid.text() + "\n")
        .collect(Collectors.joining());
  }

  /** Returns the SHA-256 of {@link #text} in UTF-8, in hexadecimal. */
  public String sha256() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text().getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
