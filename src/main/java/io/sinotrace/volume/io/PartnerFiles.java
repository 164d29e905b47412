package io.sinotrace.volume.io;

import io.sinotrace.InputException;
import io.sinotrace.volume.io.file.VolumeFile;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/** Data files of volumes whose header is in another file: the .raw beside an .mhd. */
public final class PartnerFiles {
  private PartnerFiles() {}

  /**
   * Returns the files of unknown format that the headers of other files name.
   *
   * <p>Headers are read only if there are files of unknown format. A header that cannot be read
   * names no partner; its fault is reported when the volume is opened.
   *
   * @param uris Hadoop paths
   * @return those of them that are partners
   */
  public static Set<String> among(Collection<String> uris, Configuration conf) {
    Set<String> partners = new HashSet<>();
    if (uris.stream().anyMatch(uri -> VolumeFormat.of(uri) == null)) {
      for (String uri : uris) {
        partners.addAll(partnersOf(uri, conf));
      }
      partners.removeIf(uri -> VolumeFormat.of(uri) != null);
      partners.retainAll(Set.copyOf(uris));
    }
    return partners;
  }

  /**
   * Returns the files of unknown format that look like data files, as {@code ct.raw} does beside
   * {@code ct.mhd}. No header is read.
   *
   * @param names of the files of one folder
   */
  public static Set<String> byName(Set<String> names) {
    Set<String> headers =
        names.stream()
            .filter(VolumeFormat::mayHavePartners)
            .map(PartnerFiles::stem)
            .collect(Collectors.toSet());
    return names.stream()
        .filter(name -> VolumeFormat.of(name) == null && headers.contains(stem(name)))
        .collect(Collectors.toSet());
  }

  /** Returns a name without its suffix: {@code ct} of ct.nhdr, ct.raw and ct.raw.gz. */
  private static String stem(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    int packed = lower.endsWith(".gz") ? 3 : lower.endsWith(".bz2") ? 4 : 0;
    String unpacked = name.substring(0, name.length() - packed);
    int dot = unpacked.lastIndexOf('.');
    return dot < 0 ? unpacked : unpacked.substring(0, dot);
  }

  private static List<String> partnersOf(String uri, Configuration conf) {
    if (!VolumeFormat.mayHavePartners(uri)) {
      return List.of();
    }
    try {
      VolumeFile file = VolumeFile.find(uri, conf);
      return VolumeFormat.of(file).reader().partners(file).stream()
          .map(name -> file.beside(name).toString())
          .toList();
    } catch (InputException e) {
      return List.of();
    }
  }
}
