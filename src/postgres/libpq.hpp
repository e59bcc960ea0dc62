// libpq, loaded when it is first needed: it brings some twenty libraries with it, which would cost
// every start of sqlmig more than all the rest together.
#pragma once

#include <libpq-fe.h>

#include <memory>

namespace sqlmig::postgres {

/// The functions of libpq that are used, under their own names without `PQ`.
struct Libpq {
  decltype(&::PQconnectdbParams) connectdbParams;
  decltype(&::PQconndefaults) conndefaults;
  decltype(&::PQconninfoParse) conninfoParse;
  decltype(&::PQconninfoFree) conninfoFree;
  decltype(&::PQfinish) finish;
  decltype(&::PQfreemem) freemem;
  decltype(&::PQstatus) status;
  decltype(&::PQerrorMessage) errorMessage;
  decltype(&::PQdb) db;
  decltype(&::PQhost) host;
  decltype(&::PQport) port;
  decltype(&::PQuser) user;
  decltype(&::PQtransactionStatus) transactionStatus;
  decltype(&::PQsetNoticeReceiver) setNoticeReceiver;
  decltype(&::PQsendQuery) sendQuery;
  decltype(&::PQexecParams) execParams;
  decltype(&::PQgetResult) getResult;
  decltype(&::PQresultStatus) resultStatus;
  decltype(&::PQresultErrorField) resultErrorField;
  decltype(&::PQresultErrorMessage) resultErrorMessage;
  decltype(&::PQcmdStatus) cmdStatus;
  decltype(&::PQntuples) ntuples;
  decltype(&::PQnfields) nfields;
  decltype(&::PQgetisnull) getisnull;
  decltype(&::PQgetvalue) getvalue;
  decltype(&::PQgetlength) getlength;
  decltype(&::PQclear) clear;
  decltype(&::PQescapeLiteral) escapeLiteral;
  decltype(&::PQputCopyEnd) putCopyEnd;
  decltype(&::PQgetCopyData) getCopyData;
};

/// Errors: ErrorCode::connection if the library is not installed.
[[nodiscard]] const Libpq& libpq();

struct ConnectionCloser {
  void operator()(PGconn* connection) const { libpq().finish(connection); }
};
using Connection = std::unique_ptr<PGconn, ConnectionCloser>;

struct ResultCloser {
  void operator()(PGresult* result) const { libpq().clear(result); }
};
using Result = std::unique_ptr<PGresult, ResultCloser>;

struct MemoryFree {
  void operator()(char* memory) const { libpq().freemem(memory); }
};
using Memory = std::unique_ptr<char, MemoryFree>;

struct OptionsFree {
  void operator()(PQconninfoOption* options) const { libpq().conninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, OptionsFree>;

}  // namespace sqlmig::postgres
