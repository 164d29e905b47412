package io.sinotrace.volume.io.nifti;

import io.sinotrace.Messages;
import io.sinotrace.volume.io.file.ArrayLayout;
import io.sinotrace.volume.io.file.OpenVolume;
import io.sinotrace.volume.io.file.RawImage;
import io.sinotrace.volume.io.file.RawImage.Packing;
import io.sinotrace.volume.io.file.VolumeFile;
import io.sinotrace.volume.io.file.VolumeReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** NIfTI-1 in a single file, plain or gzipped (magic n+1). */
public final class NiftiReader implements VolumeReader {
  @Override
  public OpenVolume open(VolumeFile file, ArrayLayout layout) {
    boolean packed = isPacked(file);
    NiftiHeader header = header(file);
    return new RawImage(
        file,
        header.grid(),
        packed ? Packing.GZIP : Packing.NONE,
        packed ? 0 : header.offset(),
        packed ? header.offset() : 0,
        header.type(),
        header.order(),
        false,
        header.slope(),
        header.intercept());
  }

  @Override
  public boolean knowsSides(VolumeFile file) {
    return header(file).oriented();
  }

  private static boolean isPacked(VolumeFile file) {
    return file.fileName().toLowerCase(Locale.ROOT).endsWith(".gz");
  }

  private static NiftiHeader header(VolumeFile file) {
    return NiftiHeader.parse(
        file, isPacked(file) ? unpackedHead(file) : file.head(NiftiHeader.BYTES));
  }

  private static byte[] unpackedHead(VolumeFile file) {
    try (InputStream in = file.open();
        InputStream unpacked = new GZIPInputStream(in)) {
      return unpacked.readNBytes(NiftiHeader.BYTES);
    } catch (EOFException e) {
      throw file.fault("ends within its header: truncated", e);
    } catch (StackOverflowError e) {
      throw RawImage.endlessMembers(file, e);
    } catch (ZipException e) {
      throw file.fault("is not a gzip file, or a damaged one: " + Messages.reason(e), e);
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }
}
