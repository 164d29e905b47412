/**
 * Volumes on the local disk, for those that do not fit into memory: decoded once a host into mapped
 * files of bricks, which hand out bands of slabs along any axis.
 *
 * <p>A volume's files lie in a folder that all processes of the host share ({@link
 * io.sinotrace.volume.disk.SharedFolder}). Their pages are the system's, which keeps in memory what
 * there is room for; they do not count as memory of the process.
 */
@NullMarked
package io.sinotrace.volume.disk;

import org.jspecify.annotations.NullMarked;
