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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * NIfTI-1 and NIfTI-2, plain or gzipped: in a single file, or as a pair of a header (.hdr) and a
 * file with the voxels beside it (.img or .img.gz).
 */
public final class NiftiReader implements VolumeReader {
  /** The names of headers of pairs. */
  private static final Pattern HEADER =
      Pattern.compile("(.+)\\.(hdr)(\\.gz)?", Pattern.CASE_INSENSITIVE);

  @Override
  public OpenVolume open(VolumeFile file, ArrayLayout layout) {
    NiftiHeader header = header(file);
    VolumeFile data = header.isPair() ? file.sibling(image(file)) : file;
    boolean packed = isPacked(data);
    long described = header.offset() + header.grid().voxels() * header.type().bytes();
    // Behind the voxels of a single file something else may follow; here nothing should.
    if (!packed && header.isPair() && data.length() > described) {
      throw data.fault(
          "has %d bytes, but its header %s describes %d: one of the two is wrong"
              .formatted(data.length(), file.fileName(), described));
    }
    return new RawImage(
        data,
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

  /** The name of a pair's other file is not in the header: it is that of the header itself. */
  @Override
  public List<String> partners(VolumeFile file) {
    return isHeader(file) && header(file).isPair() ? List.of(image(file)) : List.of();
  }

  private static boolean isHeader(VolumeFile file) {
    return HEADER.matcher(file.fileName()).matches();
  }

  /** Returns the name of the file with the voxels of a pair. */
  private static String image(VolumeFile file) {
    Matcher name = HEADER.matcher(file.fileName());
    if (!name.matches()) {
      throw file.fault("is the header of a pair: expected a name that ends in .hdr, beside .img");
    }
    boolean capitals = name.group(2).equals("HDR");
    String plain = name.group(1) + (capitals ? ".IMG" : ".img");
    String packed = plain + (capitals ? ".GZ" : ".gz");
    // If neither is there, the plain one is missed.
    return file.hasSibling(packed) && !file.hasSibling(plain) ? packed : plain;
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
        file, isPacked(file) ? unpackedHead(file) : file.head(NiftiFields.MAX_BYTES));
  }

  private static byte[] unpackedHead(VolumeFile file) {
    try (InputStream in = file.open();
        InputStream unpacked = new GZIPInputStream(in)) {
      // No byte more than there is in the shortest file: behind it may be a damaged checksum.
      byte[] head = unpacked.readNBytes(NiftiFields.MIN_BYTES);
      int more = NiftiFields.isSecond(head) ? NiftiFields.MAX_BYTES - NiftiFields.MIN_BYTES : 0;
      byte[] all = Arrays.copyOf(head, head.length + more);
      int there = unpacked.readNBytes(all, head.length, more);
      return Arrays.copyOf(all, head.length + there);
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
