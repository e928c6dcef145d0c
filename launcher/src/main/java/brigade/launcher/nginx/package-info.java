/**
 * nginx in front of the shards: writes its configuration and the web app's files into a folder, and has nginx check them.
 *
 * <pre>
 *  NginxSettings   what is to be served, and where
 *  NginxText       nginx/brigade.conf.template, filled in
 *  NginxFolder     the folder: configuration, headers, web app, self-signed certificate
 *  NginxProgram    nginx itself: where it is, "nginx -t"
 *  SelfSigned      a certificate for a local network
 * </pre>
 */
@NullMarked
package brigade.launcher.nginx;

import org.jspecify.annotations.NullMarked;
