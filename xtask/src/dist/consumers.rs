//! What is in `target/dist` serves those who have nothing else: each begins in an empty folder.

use std::{
    env, fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command},
    thread::sleep,
    time::Duration,
};

use serde_json::{Value, json};

use super::{
    crates::CRATES,
    debian,
    printed::{self, DebianRoot},
};
use crate::{
    install::VERSION,
    native::Platform,
    quickstart,
    shell::{Outcome, program, read, read_file, root, run as execute, target, write_file},
};

/// In the command line, there over the command without FFI, under `php -S` and under php-fpm, each with the class and the header preloaded.
pub(crate) fn php(dist: &Path) -> Outcome {
    let folder = Scratch::new("php")?;
    composer_registry(dist, &folder)?;
    let mut require = within(&folder, "composer");
    require.args(["require", "--no-interaction", "--quiet", &format!("kenpo/kenpo:^{VERSION}")]);
    execute(require.env("COMPOSER_ALLOW_SUPERUSER", "1").env("COMPOSER_HOME", folder.0.join(".composer")))?;
    let package = folder.0.join("vendor/kenpo/kenpo");
    if package.join("tests").exists() {
        return Err("the package brings its tests".into());
    }

    // The README's first lines, as they stand.
    execute(within(&folder, "vendor/bin/kenpo-doctor").arg("--install-library"))?;
    execute(&mut within(&folder, "vendor/bin/kenpo-doctor"))?;
    execute(within(&folder, "cp").args(["-r", "vendor/kenpo/kenpo/programmes", "."]))?;
    let readme = read_file("hosts/php/README.md")?;
    let example = quickstart::block(&readme, "php").ok_or("hosts/php/README.md has no example")?;
    write_file(&folder.0.join("example.php"), format!("<?php\n{example}"))?;
    expect("the command line", &read(within(&folder, "php").arg("example.php"))?)?;

    // The same over the command, as a PHP without FFI has to.
    let command = format!("kenpo-{VERSION}-{}", Platform::here()?.name);
    execute(within(&folder, "tar").arg("--extract").arg("--file").arg(dist.join(format!("{command}.tar.gz"))))?;
    let mut without = within(&folder, "php");
    without.args(["-n", "example.php"]).env("KENPO_COMMAND", folder.0.join(command).join("kenpo"));
    expect("PHP without FFI", &read(&mut without)?)?;

    // A web page's working directory is the server's affair.
    write_file(&folder.0.join("page.php"), "<?php\nchdir(__DIR__);\nrequire 'example.php';\n")?;
    execute(within(&folder, "chmod").args(["-R", "a+rX", "."]))?;
    let settings = [
        ("ffi.enable", "preload".into()),
        ("ffi.preload", package.join("lib/kenpo_php.h").display().to_string()),
        ("opcache.enable", "1".into()),
        ("opcache.enable_cli", "1".into()),
        ("opcache.jit_buffer_size", "16M".into()),
        ("opcache.preload", package.join("preload.php").display().to_string()),
    ];
    built_in_server(&folder, &settings)?;
    fpm(&folder, &settings)
}

/// A program that depends on the crate as the README says, and takes it and what it needs, in the newest versions that the crates accept, from a registry: a folder
/// that cargo is told to read in place of crates.io. It runs the README's example.
pub(crate) fn rust(dist: &Path) -> Outcome {
    let folder = Scratch::new("rust")?;
    let readme = read_file("hosts/rust/README.md")?;
    let dependency = quickstart::block(&readme, "toml").ok_or("hosts/rust/README.md does not say how to get it")?;
    let manifest = format!("[package]\nname = \"stranger\"\nversion = \"1.0.0\"\nedition = \"2024\"\n\n{dependency}");
    let example = quickstart::block(&readme, "rust").ok_or("hosts/rust/README.md has no example")?;
    let print = r#"print!("{}", std::str::from_utf8(&answer).unwrap());"#;
    let (uses, code) = example.split_once("\n\n").ok_or("the example has no `use` by itself")?;
    write_file(&folder.0.join("src/main.rs"), format!("{uses}\n\nfn main() {{\n{code}\n{print}\n}}\n"))?;
    execute(within(&folder, "cp").arg("-R").arg(root().join("programmes")).arg("."))?;

    // As `docs/packages.md` has it, which finds the newest versions of everything else.
    printed::run_in(&folder.0, dist, "Rust", |_| {})?;
    let mut patched = format!("{manifest}\n# In place of the registry.\n[patch.crates-io]\n");
    for name in CRATES {
        let file = format!("target/dist/{name}-{VERSION}.crate");
        execute(within(&folder, "tar").args(["-xf", &file]))?;
        patched += &format!("{name} = {{ path = \"{name}-{VERSION}\" }}\n");
    }
    write_file(&folder.0.join("Cargo.toml"), patched)?;
    execute(within(&folder, "cargo").args(["vendor", "--quiet", "--versioned-dirs", "registry"]))?;

    // And as the README has it.
    for name in CRATES {
        let crated = format!("{name}-{VERSION}");
        let sum = read(within(&folder, "sha256sum").arg(format!("target/dist/{crated}.crate")))?;
        let sum = sum.split_whitespace().next().ok_or("sha256sum says nothing")?;
        let to = folder.0.join("registry").join(&crated);
        fs::rename(folder.0.join(&crated), &to).map_err(|error| format!("{crated}: {error}"))?;
        write_file(&to.join(".cargo-checksum.json"), json!({"files": {}, "package": sum}).to_string())?;
    }
    let registry = "[source.crates-io]\nreplace-with = \"files\"\n\n[source.files]\ndirectory = \"registry\"\n";
    write_file(&folder.0.join(".cargo/config.toml"), registry)?;
    write_file(&folder.0.join("Cargo.toml"), manifest)?;
    fs::remove_file(folder.0.join("Cargo.lock")).map_err(|error| error.to_string())?;
    let mut run = within(&folder, "cargo");
    run.args(["run", "--quiet", "--offline"]).env("CARGO_TARGET_DIR", target().join("consumers/rust"));
    let said = read(&mut run)?;
    if !said.contains(r#""reason":"scheme_not_accepted""#) {
        return Err(format!("the crates said {said:?}"));
    }
    println!("a Rust program says {said}");
    Ok(())
}

/// The README's program on what the archive unpacks to and on what `apt` installs, and the command on a document.
pub(crate) fn c(dist: &Path) -> Outcome {
    let platform = Platform::here()?;
    let folder = Scratch::new("c")?;
    let debian = DebianRoot::new(&folder.0)?;
    printed::run_in(&folder.0, dist, "C and C++", |command| debian.prepare(command))?;
    let kit = format!("kenpo-c-{VERSION}-{}", platform.name);
    let mut libraries = vec![folder.0.join(kit).join("lib")];
    if let Some((_, multiarch)) = debian::architecture(platform) {
        libraries.push(debian.root.join("usr/lib").join(multiarch));
    }
    let readme = read_file("hosts/c/README.md")?;
    write_file(&folder.0.join("start.c"), quickstart::block(&readme, "c").ok_or("hosts/c/README.md has no example")?)?;
    for library in libraries {
        let mut flags = within(&folder, "pkg-config");
        flags.args(["--cflags", "--libs", "kenpo"]).env("PKG_CONFIG_PATH", library.join("pkgconfig"));
        let flags = read(&mut flags)?;
        execute(within(&folder, "cc").args(["-std=c11", "start.c", "-o", "start"]).args(flags.split_whitespace()))?;
        let said = read(within(&folder, "./start").env("LD_LIBRARY_PATH", &library))?;
        if !readme.contains(&format!("`{}`", said.trim_end())) {
            return Err(format!("the example of hosts/c/README.md said what is not there: {said}"));
        }
        println!("a C program says {said}");
    }

    printed::run_in(&folder.0, dist, "the command", |command| debian.prepare(command))?;
    let unpacked = folder.0.join(format!("kenpo-{VERSION}-{}/kenpo", platform.name));
    for command in [unpacked, debian.root.join("usr/bin/kenpo")] {
        let mut check = program(command);
        execute(check.current_dir(&folder.0).arg("check").arg(root().join("programmes/kkr.json")))?;
    }
    // The README's own line, where the files lie.
    let again = DebianRoot::new(&folder.0.join("readme"))?;
    let line = readme.lines().map(str::trim).find(|line| line.starts_with("apt install "));
    let line = line.ok_or("hosts/c/README.md does not say how Debian takes it")?;
    let mut apt = program("sh");
    again.prepare(apt.args(["-c", line]).current_dir(dist));
    execute(&mut apt)?;
    let header = again.root.join("usr/include/kenpo.h");
    if header.is_file() { Ok(()) } else { Err(format!("apt installed no {}", header.display())) }
}

/// A registry of Composer's over the archive, and a project that knows no other.
fn composer_registry(dist: &Path, folder: &Scratch) -> Outcome {
    let archive = dist.join(format!("kenpo-php-{VERSION}.tar.gz"));
    let inner = format!("kenpo-php-{VERSION}/composer.json");
    let text = read(program("tar").args(["--extract", "--to-stdout", "--file"]).arg(&archive).arg(inner))?;
    let mut package: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    package["dist"] = json!({"type": "tar", "url": archive});
    let registry = json!({"packages": {"kenpo/kenpo": {VERSION: package}}});
    write_file(&folder.0.join("registry/packages.json"), registry.to_string())?;
    let url = format!("file://{}", folder.0.join("registry").display());
    let project = json!({"repositories": [{"type": "composer", "url": url}, {"packagist.org": false}]});
    write_file(&folder.0.join("composer.json"), project.to_string())
}

type Settings = [(&'static str, String)];

fn built_in_server(folder: &Scratch, settings: &Settings) -> Outcome {
    let port =
        TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).map_err(|e| e.to_string())?.port();
    let address = format!("127.0.0.1:{port}");
    let mut server = as_nobody("php")?;
    server.current_dir(&folder.0);
    for (name, value) in settings {
        server.args(["-d", &format!("{name}={value}")]);
    }
    let _server = Server::start(server.args(["-S", &address]))?;
    let mut said = String::new();
    for _ in 0..100 {
        if let Ok(mut stream) = TcpStream::connect(&address) {
            stream.write_all(b"GET /page.php HTTP/1.0\r\n\r\n").map_err(|error| error.to_string())?;
            stream.read_to_string(&mut said).map_err(|error| error.to_string())?;
            break;
        }
        sleep(Duration::from_millis(100));
    }
    expect("php -S", said.split("\r\n\r\n").nth(1).unwrap_or(&said))
}

fn fpm(folder: &Scratch, settings: &Settings) -> Outcome {
    let socket = folder.0.join("fpm.sock");
    let mut ini = String::new();
    for (name, value) in settings.iter().filter(|(name, _)| *name != "opcache.enable_cli") {
        ini += &format!("{name} = {value}\n");
    }
    ini += "opcache.preload_user = nobody\n";
    write_file(&folder.0.join("php.ini"), ini)?;
    let pool = format!(
        "[global]\nerror_log = {0}/fpm.log\ndaemonize = no\n[www]\nuser = nobody\ngroup = nogroup\nlisten = {1}\npm = \
         static\npm.max_children = 1\n",
        folder.0.display(),
        socket.display()
    );
    write_file(&folder.0.join("fpm.conf"), pool)?;
    let mut fpm = program(fpm_program().ok_or("there is no php-fpm; install php-fpm")?);
    fpm.arg("--php-ini").arg(folder.0.join("php.ini")).arg("--fpm-config").arg(folder.0.join("fpm.conf"));
    let _server = Server::start(&mut fpm)?;
    for _ in 0..100 {
        if socket.exists() {
            break;
        }
        sleep(Duration::from_millis(100));
    }
    let mut ask = within(folder, "cgi-fcgi");
    ask.args(["-bind", "-connect"]).arg(&socket).env("REQUEST_METHOD", "GET");
    ask.env("SCRIPT_FILENAME", folder.0.join("page.php")).env("SCRIPT_NAME", "/page.php");
    let said = read(&mut ask)?;
    expect("php-fpm", said.split("\r\n\r\n").nth(1).unwrap_or(&said))
        .map_err(|fault| format!("{fault}\n{}", fs::read_to_string(folder.0.join("fpm.log")).unwrap_or_default()))
}

/// Debian's program bears PHP's version.
pub(crate) fn fpm_program() -> Option<PathBuf> {
    let found = fs::read_dir("/usr/sbin").ok()?.flatten().map(|entry| entry.path());
    found.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("php-fpm"))).max()
}

pub(super) fn expect(where_from: &str, said: &str) -> Outcome {
    if said.trim() != "20" {
        return Err(format!("{where_from} said {said:?} and not 20"));
    }
    println!("{where_from} says {}", said.trim());
    Ok(())
}

/// An empty folder outside of the project, removed at the end.
pub(super) struct Scratch(pub(super) PathBuf);

impl Scratch {
    pub(super) fn new(name: &str) -> Outcome<Self> {
        let folder = env::temp_dir().join(format!("kenpo-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(super) fn within(folder: &Scratch, name: &str) -> Command {
    let mut command = program(if name.contains('/') { folder.0.join(name) } else { name.into() });
    command.current_dir(&folder.0).env_remove("KENPO_LIBRARY");
    command
}

/// A web server is never root's.
fn as_nobody(name: &str) -> Outcome<Command> {
    if read(program("id").arg("-u"))?.trim() != "0" {
        return Ok(program(name));
    }
    let mut command = program("setpriv");
    command.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups", name]);
    Ok(command)
}

/// A server, ended when it is no longer needed.
struct Server(Child);

impl Server {
    fn start(command: &mut Command) -> Outcome<Self> {
        command.spawn().map(Self).map_err(|error| format!("{}: {error}", command.get_program().display()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Asked to end, it ends what it started too.
        if execute(program("kill").arg(self.0.id().to_string())).is_err() {
            let _ = self.0.kill();
        }
        let _ = self.0.wait();
    }
}
