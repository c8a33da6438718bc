package io.fencedep.agent;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** Loads what the program must not see, from a folder of our jar that no other class loader looks into. */
final class IsolatedLoader extends ClassLoader {
    private static final String FOLDER = "io/fencedep/agent/isolated/";

    private static final String HOOKS = "io.fencedep.agent.boot.";

    static {
        registerAsParallelCapable();
    }

    private final JarFile jar;
    private final String base;
    private final ProtectionDomain domain;

    IsolatedLoader(File file) throws IOException {
        super("fencedep", ClassLoader.getPlatformClassLoader());
        jar = new JarFile(file);
        base = "jar:" + file.toURI() + "!/" + FOLDER;
        domain = new ProtectionDomain(
                new CodeSource(file.toURI().toURL(), (Certificate @Nullable []) null), null, this, null);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (name.startsWith(HOOKS)) {
            // Of the hooks there must be one copy only, that of the boot class loader.
            throw new ClassNotFoundException(name);
        }
        ZipEntry entry = jar.getEntry(FOLDER + name.replace('.', '/') + ".class");
        if (entry == null) {
            throw new ClassNotFoundException(name);
        }
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length, domain);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    protected @Nullable URL findResource(String name) {
        if (jar.getEntry(FOLDER + name) == null) {
            return null;
        }
        try {
            return URI.create(base + name).toURL();
        } catch (MalformedURLException e) {
            return null;
        }
    }
}
