#pragma once

#include "models/core/error.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace daybook::views {

/// Stands where the pages were while the server cannot be reached: what happened, when it is tried again.
class LostPage : public QWidget
{
    Q_OBJECT
public:
    explicit LostPage(QWidget *parent = nullptr);

    void showError(const Error &error, const QString &where);
    /// 0: an attempt is under way; -1: none is planned.
    void setCountdown(int seconds);

Q_SIGNALS:
    void retryRequested();

private:
    QLabel *m_icon;
    QLabel *m_headline;
    QLabel *m_message;
    QLabel *m_countdown;
    QLabel *m_detail;
    QPushButton *m_retry;
    QPushButton *m_details;
};

} // namespace daybook::views
