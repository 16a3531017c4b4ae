#include "models/project/sourceversion.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <git2.h>
#include <memory>

namespace daybook::project {

namespace {

template <auto Free> struct Freed
{
    template <typename T> void operator()(T *object) const { Free(object); }
};
using Repository = std::unique_ptr<git_repository, Freed<git_repository_free>>;
using Reference = std::unique_ptr<git_reference, Freed<git_reference_free>>;
using Object = std::unique_ptr<git_object, Freed<git_object_free>>;
using Entry = std::unique_ptr<git_tree_entry, Freed<git_tree_entry_free>>;
using StatusList = std::unique_ptr<git_status_list, Freed<git_status_list_free>>;

/// Never shut down: libgit2 would lose what it keeps for the threads that have used it.
void useLibrary()
{
    static const int uses = git_libgit2_init();
    Q_UNUSED(uses)
}

QString unknownVersion(const QString &directory)
{
    return QStringLiteral("The git version of the project in %1 is not known")
        .arg(QDir::toNativeSeparators(directory));
}

tl::unexpected<Error> damaged(int code, const QString &directory)
{
    const git_error *last = git_error_last();
    const QString reason = last ? QString::fromUtf8(last->message) : QString::number(code);
    return failure(ErrorKind::Io,
                   QStringLiteral("%1: its repository cannot be read (%2). See what \"git fsck\" says there.")
                       .arg(unknownVersion(directory), reason));
}

tl::unexpected<Error> notTrusted(const QString &directory)
{
    QDir tree(directory);
    while (!tree.exists(QStringLiteral(".git")) && tree.cdUp()) {
    }
    const QString path = QDir::toNativeSeparators(tree.path());
    return failure(ErrorKind::Permission,
                   QStringLiteral("%1: the repository in %2 belongs to another user. If you trust it, run: "
                                  "git config --global --add safe.directory \"%2\"")
                       .arg(unknownVersion(directory), path));
}

/// Where libgit2 1.5 finds no safe.directory at all, it calls another user's repository not found.
bool isThere(const QByteArray &folder)
{
    git_buf found = GIT_BUF_INIT;
    const int code = git_repository_discover(&found, folder.constData(), 0, nullptr);
    git_buf_dispose(&found);
    return code == 0;
}

/// The folder's path below the work tree, empty for the work tree itself.
QByteArray pathInside(git_repository *repository, const QString &directory)
{
    const QString root = QFile::decodeName(git_repository_workdir(repository));
    const QString path = QDir(QFileInfo(root).canonicalFilePath()).relativeFilePath(directory);
    return path == QStringLiteral(".") ? QByteArray() : QFile::encodeName(path);
}

/// A folder that the repository around it ignores and does not keep: its commits tell nothing of it.
Result<bool> isOutside(git_repository *repository, const git_object *tree, const QByteArray &path,
                       const QString &directory)
{
    if (path.isEmpty())
        return false;
    git_tree_entry *entry = nullptr;
    const int found =
        git_tree_entry_bypath(&entry, reinterpret_cast<const git_tree *>(tree), path.constData());
    const Entry owned(entry);
    if (found == 0)
        return false;
    int ignored = 0;
    const int asked = git_ignore_path_is_ignored(&ignored, repository, (path + '/').constData());
    if (found != GIT_ENOTFOUND || asked < 0)
        return damaged(found != GIT_ENOTFOUND ? found : asked, directory);
    return ignored != 0;
}

Result<bool> isDirty(git_repository *repository, QByteArray path, const QString &directory)
{
    git_status_options options = GIT_STATUS_OPTIONS_INIT;
    options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
    options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH;
    char *only = path.data();
    if (!path.isEmpty())
        options.pathspec = {&only, 1};
    git_status_list *list = nullptr;
    const int code = git_status_list_new(&list, repository, &options);
    const StatusList owned(list);
    if (code < 0)
        return damaged(code, directory);
    return git_status_list_entrycount(list) > 0;
}

Result<std::optional<SourceVersion>> versionIn(git_repository *repository, const QString &directory)
{
    git_reference *head = nullptr;
    int code = git_repository_head(&head, repository);
    const Reference ownedHead(head);
    if (code == GIT_EUNBORNBRANCH)
        return std::nullopt;
    git_object *commit = nullptr;
    if (code == 0)
        code = git_reference_peel(&commit, head, GIT_OBJECT_COMMIT);
    const Object ownedCommit(commit);
    git_object *tree = nullptr;
    if (code == 0)
        code = git_object_peel(&tree, commit, GIT_OBJECT_TREE);
    const Object ownedTree(tree);
    if (code < 0)
        return damaged(code, directory);

    const QByteArray path = pathInside(repository, directory);
    const Result<bool> outside = isOutside(repository, tree, path, directory);
    if (!outside || *outside)
        return outside.map([](bool) { return std::optional<SourceVersion>(); });
    char name[GIT_OID_HEXSZ + 1];
    git_oid_tostr(name, sizeof name, git_object_id(commit));
    return isDirty(repository, path, directory).map([&name](bool dirty) {
        return std::optional(SourceVersion{.commit = QString::fromLatin1(name), .dirty = dirty});
    });
}

} // namespace

Result<std::optional<SourceVersion>> sourceVersion(const QString &directory)
{
    const QString folder = QFileInfo(directory).canonicalFilePath();
    if (folder.isEmpty())
        return std::nullopt;
    useLibrary();
    const QByteArray path = QFile::encodeName(folder);
    git_repository *repository = nullptr;
    const int code = git_repository_open_ext(&repository, path.constData(), 0, nullptr);
    const Repository owned(repository);
    if (code == GIT_EOWNER || (code == GIT_ENOTFOUND && isThere(path)))
        return notTrusted(folder);
    if (code == GIT_ENOTFOUND || (code == 0 && git_repository_is_bare(repository)))
        return std::nullopt;
    if (code < 0)
        return damaged(code, folder);
    return versionIn(repository, folder);
}

} // namespace daybook::project
