#include "models/project/filewalk.h"

#include <QFile>

#include <dirent.h>
#include <memory>
#include <set>
#include <sys/stat.h>
#include <vector>

namespace daybook::project {

namespace {

/// By the kinds that the folder itself gives: asking for those of ten thousand files takes longer than
/// reading their names.
class Walk
{
public:
    explicit Walk(const std::function<bool(const QString &)> &found) : m_found(found) {}

    /// False when the search is over. `below` is the folder's own path, relative and with a slash behind.
    bool folder(const QByteArray &path, const QString &below)
    {
        std::vector<QByteArray> folders;
        if (!files(path, below, folders))
            return false;
        for (const QByteArray &name : folders) {
            if (!folder(path + '/' + name, below + QFile::decodeName(name) + u'/'))
                return false;
        }
        return true;
    }

private:
    bool files(const QByteArray &path, const QString &below, std::vector<QByteArray> &folders)
    {
        const std::unique_ptr<DIR, int (*)(DIR *)> open(opendir(path.constData()), closedir);
        struct stat self = {};
        if (!open || fstat(dirfd(open.get()), &self) != 0 || !m_seen.emplace(self.st_dev, self.st_ino).second)
            return true;
        while (const dirent *entry = readdir(open.get())) {
            if (entry->d_name[0] == '.')
                continue;
            const unsigned char kind = kindOf(open.get(), *entry);
            if (kind == DT_DIR)
                folders.emplace_back(entry->d_name);
            else if (kind == DT_REG && !m_found(below + QFile::decodeName(entry->d_name)))
                return false;
        }
        return true;
    }

    /// Of a link, that of what it leads to.
    static unsigned char kindOf(DIR *open, const dirent &entry)
    {
        if (entry.d_type != DT_LNK && entry.d_type != DT_UNKNOWN)
            return entry.d_type;
        struct stat target = {};
        if (fstatat(dirfd(open), entry.d_name, &target, 0) != 0)
            return DT_UNKNOWN;
        return S_ISDIR(target.st_mode) ? DT_DIR : S_ISREG(target.st_mode) ? DT_REG : DT_UNKNOWN;
    }

    const std::function<bool(const QString &)> &m_found;
    std::set<std::pair<dev_t, ino_t>> m_seen;
};

} // namespace

void walkFiles(const QString &folder, const std::function<bool(const QString &path)> &found)
{
    Walk(found).folder(QFile::encodeName(folder), {});
}

} // namespace daybook::project
