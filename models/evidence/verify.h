#pragma once

#include "models/core/progress.h"
#include "models/evidence/manifest.h"

#include <stop_token>

namespace daybook::evidence {

/// One thing that a manifest claims of its file.
struct VerifyCheck
{
    QString name;    ///< stable, for programs: "sha256", "rows", "total"
    QString subject; ///< what it is about, where there are several of a name: a type
    bool passed = false;
    QString expected; ///< what the manifest says
    QString actual;   ///< what the file says
};

struct VerifyReport
{
    QString path;
    QString manifestPath;
    QByteArray manifestSha256; ///< compare it with one kept elsewhere: whoever replaces both files changes it
    Manifest manifest;
    QList<VerifyCheck> checks;

    /// Every check passed, and there were some.
    bool proven() const;
};

/// Re-proves a CSV against its manifest without any server: bytes and SHA-256, the format itself, header,
/// rows, control totals reckoned anew, and that the manifest agrees with itself. An empty `manifestPath` is
/// the one beside the file, or the one that waits there because the export was interrupted between its two
/// renames. Blocks: run it off the event loop. Constant memory, whatever the file holds.
///
/// A file that differs is a report that is not proven. Errors, for what could not be verified at all: Io (a
/// file is missing or cannot be read), Data (the manifest is none, or a newer one's), Cancelled.
Result<VerifyReport> verifyCsv(const QString &path, const QString &manifestPath = {},
                               std::stop_token stop = {}, const ProgressSink &progress = {});

} // namespace daybook::evidence
