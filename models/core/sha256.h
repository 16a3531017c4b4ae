#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

struct evp_md_ctx_st;

namespace daybook {

/// SHA-256 over bytes that come in pieces. OpenSSL's, because it uses the processor's own instructions:
/// ten times QCryptographicHash, which would otherwise set the pace of an export, and of reading a project.
class Sha256
{
public:
    Sha256();
    void add(QByteArrayView bytes);
    /// Lower-case hex. Call once, at the end.
    QByteArray hex();

    static QByteArray hexOf(QByteArrayView bytes);

private:
    std::unique_ptr<evp_md_ctx_st, void (*)(evp_md_ctx_st *)> m_context;
};

} // namespace daybook
