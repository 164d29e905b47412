package io.sinotrace.description;

import io.sinotrace.volume.io.VolumeSource;
import java.io.Serializable;

/**
 * One scan of a description: one volume.
 *
 * @param id its name in the dataset, unique in the description: {@code [a-z][a-z0-9_-]{0,99}}
 * @param volume where the volume comes from
 */
public record ScanSpec(String id, VolumeSource volume) implements Serializable {}
